import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Request, RequestHandler, Response } from 'express';

import type { Call, Refusal } from './call';
import { documentedErrors } from './documentedErrors';
import type { KnownFailure } from './failure';
import type { Answer, InstantDm } from './instantDm';
import { instagramErrorBody } from './instagramError';
import type { LedgerEntry } from './ledger';

const isCall = (understood: Call | Refusal): understood is Call => 'action' in understood;

/** The key, from either documented header. */
function keyOf({ headers }: Request): { key: string | undefined; auth: LedgerEntry['auth'] } {
	const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
	const header = headers['x-api-key']?.toString();
	const key = bearer ?? header;
	if (bearer !== undefined && header !== undefined) return { key, auth: 'both' };
	if (bearer !== undefined) return { key, auth: 'authorization' };
	return { key, auth: header === undefined ? 'none' : 'xApiKey' };
}

function parseJson(received: string): unknown {
	try {
		return JSON.parse(received);
	} catch {
		return null;
	}
}

function send(res: Response, entry: LedgerEntry, { status, body }: Answer): void {
	entry.status = status;
	res.status(status);
	if (typeof body === 'string') res.type('text/plain').send(body);
	else res.json(body);
}

/** Goes wrong as planned. What was delivered before stays delivered. */
function fail(
	instantDm: InstantDm,
	failure: Exclude<KnownFailure, { kind: 'slow' }>,
	res: Response,
	entry: LedgerEntry,
): void {
	switch (failure.kind) {
		case 'documented':
			if (failure.retryAfter !== undefined) res.set('Retry-After', String(failure.retryAfter));
			send(res, entry, instantDm.refuse(documentedErrors[failure.error]));
			return;
		case 'instagram':
			send(res, entry, { status: failure.status, body: instagramErrorBody(failure) });
			return;
		case 'answer':
			entry.status = failure.status;
			res.status(failure.status).set(failure.headers).end(failure.body);
			return;
		case 'reset':
			res.req.socket.resetAndDestroy();
			return;
		case 'hang':
			return;
	}
}

/** Opens the ledger's entry for a call whose headers have arrived. */
function record(instantDm: InstantDm, req: Request, open: number): LedgerEntry {
	const secret = new Set(['authorization', 'x-api-key']);
	const headers = Object.entries(req.headers).flatMap(([name, value]) =>
		secret.has(name) || value === undefined ? [] : [[name, value.toString()] as const],
	);
	const entry: LedgerEntry = {
		call: instantDm.ledger.entries.length + 1,
		at: instantDm.now().toISOString(),
		open,
		auth: keyOf(req).auth,
		headers: Object.fromEntries(headers),
		body: null,
		action: null,
		to: null,
		delivered: false,
		id: null,
		status: null,
	};
	instantDm.ledger.entries.push(entry);
	return entry;
}

/** `POST /api-webhook`, the one endpoint of the API. */
export function endpoint(instantDm: InstantDm): RequestHandler {
	let open = 0;
	return async (req, res) => {
		open += 1;
		const gone = new AbortController();
		res.once('close', () => {
			open -= 1;
			gone.abort();
		});
		const entry = record(instantDm, req, open);
		const early = instantDm.failures.take(entry.call);
		if (early?.kind === 'reset' && !early.delivered) {
			req.socket.resetAndDestroy();
			return;
		}
		entry.body = parseJson(await text(req));
		const understood = req.is('application/json')
			? instantDm.understand(keyOf(req).key, entry.body)
			: { status: 400, message: 'Content-Type must be application/json' };
		if (isCall(understood)) {
			entry.action = understood.action;
			entry.to = understood.to;
		}
		const failure = early ?? instantDm.failures.take(entry.call, entry.to ?? undefined);
		const reaches = failure === undefined || failure.kind === 'slow' || isDelivered(failure);
		const answer = isCall(understood)
			? reaches && instantDm.carryOut(understood, entry)
			: instantDm.refuse(understood);
		instantDm.echo(entry);
		const wait = instantDm.latency() + (failure?.kind === 'slow' ? failure.ms : 0);
		// A caller that gives up while waiting gets no answer; what was delivered stays delivered.
		if (wait > 0) await sleep(wait, undefined, gone).catch(() => undefined);
		if (gone.signal.aborted) return;
		if (failure && failure.kind !== 'slow') fail(instantDm, failure, res, entry);
		else if (answer) send(res, entry, answer);
	};
}

const isDelivered = (failure: KnownFailure): boolean => 'delivered' in failure && failure.delivered;
