import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';

import { eventNameSchema } from './deliveries/events';
import { jsonForms } from './deliveries/jsonForms';
import { failureSchema, occasionSchema } from './failure';
import { kinds } from './instagram/rows';
import type { InstantDm } from './instantDm';
import { settingsSchema } from './settings';

const failRequest = z.object({
	failure: failureSchema,
	occasion: occasionSchema.optional(),
});

const deliveryOptions = {
	url: z.string().url(),
	secret: z.string().optional(),
	form: z.enum(jsonForms).default('jsonDumps'),
	headers: z.record(z.string().nullable()).default({}),
};
const deliverRequest = z
	.object({ ...deliveryOptions, event: eventNameSchema, payload: z.unknown() })
	.strict();
const announceRequest = z.object({ ...deliveryOptions, id: z.string() }).strict();
const tapRequest = z.object({ ...deliveryOptions, to: z.string(), title: z.string() }).strict();

const kind = z.enum(kinds);
const fields = z.record(z.unknown());
const seedRequest = z.record(kind, z.array(fields));
const addRequest = z.object({ kind, row: fields }).strict();
const changeRequest = z.object({ kind, id: z.string(), changes: fields }).strict();
const removeRequest = z.object({ kind, id: z.string() }).strict();

/** What is told to a fake InstantDM from outside its process, under `/__control`. */
export function control(instantDm: InstantDm): Router {
	const router = Router();
	router.use(json({ limit: '4mb' }));
	router.get('/ledger', (_req, res) => {
		res.json(instantDm.ledger.entries);
	});
	router.post('/fail', (req, res) => {
		const { failure, occasion } = failRequest.parse(req.body);
		instantDm.failures.add(failure, occasion);
		res.json({});
	});
	router.post('/settings', (req, res) => {
		instantDm.configure(settingsSchema.partial().parse(req.body));
		res.json({});
	});
	router.post('/reset', (_req, res) => {
		instantDm.reset();
		res.json({});
	});
	router.post('/deliver', async (req, res) => {
		const { url, event, payload, ...options } = deliverRequest.parse(req.body);
		const { status, answer } = await instantDm.deliver(url, event, payload, options);
		res.json({ status, answer });
	});
	router.post('/announce', async (req, res) => {
		const { url, id, ...options } = announceRequest.parse(req.body);
		const { status, answer } = await instantDm.announce(url, id, options);
		res.json({ status, answer });
	});
	router.post('/tap', async (req, res) => {
		const { url, to, title, ...options } = tapRequest.parse(req.body);
		const { status, answer } = await instantDm.tap(url, { to, title }, options);
		res.json({ status, answer });
	});
	router.post('/seed', (req, res) => {
		instantDm.instagram.addAll(seedRequest.parse(req.body));
		res.json({});
	});
	router.post('/add', (req, res) => {
		const { kind, row } = addRequest.parse(req.body);
		res.json(instantDm.instagram.addUnchecked(kind, row));
	});
	router.post('/change', (req, res) => {
		const { kind, id, changes } = changeRequest.parse(req.body);
		res.json(instantDm.instagram.change(kind, id, changes));
	});
	router.post('/remove', (req, res) => {
		const { kind, id } = removeRequest.parse(req.body);
		instantDm.instagram.remove(kind, id);
		res.json({});
	});
	router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
		if (res.headersSent) next(error);
		else res.status(400).json({ error: error instanceof Error ? error.message : String(error) });
	});
	return router;
}
