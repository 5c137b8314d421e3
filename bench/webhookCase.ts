import '../test/support/n8nCore/environment';

import { createHmac } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';

import express, { type Request, type Response } from 'express';
import { WebhookContext } from 'n8n-core';
import { UnexpectedError, type INodeType, type IWebhookResponseData } from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../credentials/InstantDmApi.credentials';
import { mount } from '../test/support/n8nCore/webhook';

export const SECRET = 'whsec_0123456789abcdef0123456789abcdef';

export interface Signed {
	body: Buffer;
	signature: string;
}

/** A delivery of that text, signed with SECRET. */
export function sign(text: string): Signed {
	const body = Buffer.from(text);
	return { body, signature: createHmac('sha256', SECRET).update(body).digest('hex') };
}

let comments = 0;

const FILLER = 'How much is it? Größe M, s’il vous plaît 🔥 ';

/** One comment nobody has seen, in a body of so many bytes. */
export function comment(bytes: number): string {
	const room = bytes - Buffer.byteLength(batch(1, ''));
	const text = FILLER.repeat(Math.floor(room / Buffer.byteLength(FILLER)));
	return batch(1, text + '.'.repeat(room - Buffer.byteLength(text)));
}

/** A delivery of so many comments nobody has seen. */
export function batch(size: number, text = 'How much is it?'): string {
	const changes = Array.from({ length: size }, () => ({
		field: 'comments',
		value: {
			id: `1789${String(++comments).padStart(13, '0')}`,
			text,
			from: { id: '2358708294634624', username: 'user123' },
			media: { id: '18071354672638470', media_product_type: 'FEED' },
		},
	}));
	const entry = [{ id: '17841432111391196', time: 1777476726126, changes }];
	return JSON.stringify({ object: 'instagram', entry });
}

/** What n8n's route hands to the node, and what comes of it; the network is left out. */
export interface Call {
	run(): Promise<IWebhookResponseData>;
	/** n8n has taken the execution over and answers. */
	answer(): unknown;
	context: WebhookContext;
}

export type Mounted = ReturnType<typeof mount>;

const compiled = z.object({
	InstantDmTrigger: z.custom<new () => INodeType>((value) => typeof value === 'function'),
});

/**
 * The trigger as it ships: tsx would compile it with a name attached to each function at each call,
 * which takes longer than some of the functions. `npm run build` makes it.
 */
export async function mountCompiled(): Promise<Mounted> {
	const path = join(__dirname, '../dist/nodes/InstantDmTrigger/InstantDmTrigger.node.js');
	const loaded: unknown = await import(path);
	const { InstantDmTrigger } = compiled.parse(loaded);
	return mount(
		{ nodes: [new InstantDmTrigger()], credentialTypes: [new InstantDmApi()] },
		{ credential: { apiKey: 'sk-bench', webhookSecret: SECRET } },
	);
}

/** n8n's own context; a workflow without a name has none, rather than an undefined one. */
class Context extends WebhookContext {
	override getWorkflow() {
		const { id, name = '', active } = super.getWorkflow();
		return { id, name, active };
	}
}

let arrived: [Request, Response] | undefined;
const app = express().use((req: Request, res: Response) => {
	arrived = [req, res];
});

/** A call of `webhook()` in n8n-core's own context, ready to be timed. */
export function prepare(mounted: Mounted, { body, signature }: Signed): Call {
	const message = new IncomingMessage(new Socket());
	message.url = '/webhook';
	message.headers = {
		'content-type': 'application/json',
		'x-event-type': 'comment',
		'x-timestamp': '2026-04-29T15:32:06+00:00',
		'x-webhook-signature': signature,
	};
	app(message, new ServerResponse(message));
	const { nodeType, node, workflow } = mounted;
	if (!arrived) throw new UnexpectedError('Nobody to call');
	const [request, response] = arrived;
	request.rawBody = body;
	const services = mounted.services();
	services.httpRequest = request;
	services.httpResponse = response;
	const data = mounted.webhookData(services);
	const context = new Context(workflow, node, services, 'webhook', data, [], null);
	return {
		run: () => {
			if (!nodeType.webhook) throw new UnexpectedError('The node has no webhook()');
			return nodeType.webhook.call(context);
		},
		answer: () => response.end(),
		context,
	};
}
