import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';

import type { Answer, Api } from './api';
import { documentedErrors } from './documentedErrors';
import type { KnownFailure } from './failure';
import { instagramErrorBody } from './instagram/instagramError';
import type { InstantDm } from './instantDm';
import type { LedgerEntry } from './ledger';
import type { Settings } from './settings';

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

/** Opens the ledger's entry for a call whose headers have arrived. */
function record({ name }: Api, instantDm: InstantDm, req: Request): LedgerEntry {
	const secret = new Set(['authorization', 'x-api-key']);
	const headers = Object.entries(req.headers).flatMap(([header, value]) =>
		secret.has(header) || value === undefined ? [] : [[header, value.toString()] as const],
	);
	const entry: LedgerEntry = {
		call: instantDm.ledger.entries.length + 1,
		at: instantDm.now().toISOString(),
		open: instantDm.open,
		connections: instantDm.connections,
		api: name,
		method: req.method,
		path: req.path,
		query: z.record(z.unknown()).parse(req.query),
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

/** What the failure makes of the answer; none where it has been sent, or never will be. */
function failed(
	failure: Exclude<KnownFailure, { kind: 'slow' }>,
	api: Api,
	instantDm: InstantDm,
	res: Response,
	entry: LedgerEntry,
): Answer | undefined {
	switch (failure.kind) {
		case 'documented':
			if (failure.retryAfter !== undefined) res.set('Retry-After', String(failure.retryAfter));
			return api.refuse(documentedErrors[failure.error], instantDm);
		case 'instagram':
			return { status: failure.status, body: instagramErrorBody(failure) };
		case 'answer':
			entry.status = failure.status;
			res.status(failure.status).set(failure.headers).end(failure.body);
			return undefined;
		case 'reset':
			res.req.socket.resetAndDestroy();
			return undefined;
		case 'hang':
			return undefined;
	}
}

/** Whether the call has its effect all the same. */
const reaches = (failure: KnownFailure | undefined): boolean =>
	failure === undefined || failure.kind === 'slow' || ('delivered' in failure && failure.delivered);

/** An API over HTTP: every call is recorded, goes wrong as planned, and is answered. */
export function endpoint(api: Api, instantDm: InstantDm): RequestHandler {
	return async (req, res) => {
		instantDm.open += 1;
		const gone = new AbortController();
		res.once('close', () => {
			instantDm.open -= 1;
			gone.abort();
		});
		const entry = record(api, instantDm, req);
		res.set('Date', new Date(entry.at).toUTCString());
		const early = instantDm.failures.take(entry.call, entry.path);
		if (early?.kind === 'reset' && !early.delivered) {
			req.socket.resetAndDestroy();
			return;
		}
		const { method, path, query } = entry;
		const received = await text(req);
		const body = (entry.body = parseJson(received));
		const call = {
			method,
			path,
			query,
			body,
			hasBody: received !== '',
			isJson: Boolean(req.is('application/json')),
		};
		const understood = instantDm.account.admit(keyOf(req).key) ?? api.understand(call, instantDm);
		if ('carryOut' in understood) {
			entry.action = understood.action ?? null;
			entry.to = understood.to ?? null;
		}
		const failure = early ?? instantDm.failures.take(entry.call, path, entry.to ?? undefined);
		let answer: Answer | undefined;
		if (!('carryOut' in understood)) answer = api.refuse(understood, instantDm);
		else if (reaches(failure)) {
			const outcome = await understood.carryOut();
			answer = 'body' in outcome ? outcome : api.refuse(outcome, instantDm);
			entry.delivered = answer.sent !== undefined;
			entry.id = answer.sent ?? null;
			instantDm.echo(entry);
		}
		const wait = instantDm.latency() + (failure?.kind === 'slow' ? failure.ms : 0);
		// A caller that gives up while waiting gets no answer; what was delivered stays delivered.
		if (wait > 0) await sleep(wait, undefined, gone).catch(() => undefined);
		if (gone.signal.aborted) return;
		if (failure && failure.kind !== 'slow') answer = failed(failure, api, instantDm, res, entry);
		if (answer) send(res, entry, answer, instantDm);
	};
}

function send(
	res: Response,
	entry: LedgerEntry,
	{ status, body }: Answer,
	instantDm: InstantDm,
): void {
	entry.status = status;
	res.status(status);
	if (status === 429 && instantDm.settings.retryAfter) {
		res.set('Retry-After', String(instantDm.account.secondsLeft()));
	}
	if (typeof body === 'string') res.type('text/plain').send(body);
	else res.type('json').send(toJson(body, instantDm.settings));
}

/** The settings `bareIds` and `omit` at work. */
function toJson(body: unknown, { bareIds, omit }: Settings): string {
	const json = JSON.stringify(body, (key, value: unknown) =>
		omit.includes(key) ? undefined : value,
	);
	return bareIds ? json.replace(/"((?:[a-z_]*_)?id)":"(\d+)"/g, '"$1":$2') : json;
}
