import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';

import { post, prepare } from './deliveries/deliver';
import { eventNames, samples } from './deliveries/events';
import { jsonForms } from './deliveries/jsonForms';
import { failureSchema, occasionSchema } from './failure';
import type { InstantDm } from './instantDm';
import { settingsSchema } from './settings';

const failRequest = z.object({
	failure: failureSchema,
	occasion: occasionSchema.optional(),
});

const deliverRequest = z
	.object({
		url: z.string().url(),
		event: z.enum(eventNames),
		payload: z.unknown(),
		secret: z.string().optional(),
		form: z.enum(jsonForms).default('jsonDumps'),
		headers: z.record(z.string().nullable()).default({}),
	})
	.strict();

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
		const { url, event, payload = samples[event], ...options } = deliverRequest.parse(req.body);
		const { status, answer } = await post(url, prepare(event, payload, options));
		res.json({ status, answer });
	});
	router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
		if (res.headersSent) next(error);
		else res.status(400).json({ error: error instanceof Error ? error.message : String(error) });
	});
	return router;
}
