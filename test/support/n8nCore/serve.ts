import { once } from 'node:events';
import { createServer } from 'node:http';

import { UnexpectedError } from 'n8n-workflow';

import { webhookApp, type Delivery, type TriggerSpec } from './webhook';
import type { Loaded } from './workflow';

/** A trigger at an address of its own, for any number of deliveries. */
export interface ServedTrigger {
	url: string;
	/** What each delivery came to, oldest first. */
	deliveries: Delivery[];
	close(): Promise<void>;
}

/** Serves the trigger's production URL on loopback. */
export async function serveTrigger(loaded: Loaded, spec: TriggerSpec): Promise<ServedTrigger> {
	const deliveries: Delivery[] = [];
	const app = webhookApp(loaded, spec, (delivery) => {
		deliveries.push(delivery);
	});
	const server = createServer((req, res) => {
		app(req, res);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new UnexpectedError('No port');
	return {
		url: `http://127.0.0.1:${address.port}/webhook`,
		deliveries,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

export interface WebhookCall extends TriggerSpec {
	headers?: Record<string, string>;
	/** The body's bytes as they go over the wire. */
	rawBody?: string | Buffer;
}

/** What the sender of a delivery saw, and what n8n did with it. */
export interface WebhookAnswer extends Delivery {
	headers: Record<string, string>;
	/** The answer's JSON, or its text where it is none. */
	body: unknown;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** One delivery over a real HTTP connection, with Content-Type application/json unless told. */
export async function callWebhook(loaded: Loaded, call: WebhookCall): Promise<WebhookAnswer> {
	const served = await serveTrigger(loaded, call);
	try {
		const body = call.rawBody ?? '';
		const response = await fetch(served.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...call.headers },
			body: typeof body === 'string' ? body : new Uint8Array(body),
		});
		const text = await response.text();
		return {
			...served.deliveries[0],
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: parsed(text),
		};
	} finally {
		await served.close();
	}
}
