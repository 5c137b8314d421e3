import { join } from 'node:path';

import type { INodeParameters, INodeType, INodeTypeBaseDescription } from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../credentials/InstantDmApi.credentials';
import { InstantDm } from '../nodes/InstantDm/InstantDm.node.js';
import { createN8n } from '../test/support/n8nCore/index';

/** One measurement, made in a process of its own: `tsx --expose-gc bench/sendingCase.ts CASE`. */
export const caseSchema = z.object({
	node: z.enum(['InstantDM', 'HTTP Request']),
	items: z.number(),
	recipients: z.number(),
	concurrency: z.number(),
	/** the fake InstantDM's address. */
	url: z.string(),
});

export const resultSchema = z.object({
	wallMs: z.number(),
	/** User and system time of this process, n8n's part included. */
	cpuMs: z.number(),
	/** The most memory (RSS) the process held during the run, above what it held before, in MB. */
	memoryMb: z.number(),
	/** Output items without an error. */
	answered: z.number(),
});

/** Messages sent before the measurement starts. */
export const WARM_UP = 20;

const httpRequestModule = z.object({
	HttpRequestV3: z.custom<new (base: INodeTypeBaseDescription) => INodeType>(
		(value) => typeof value === 'function',
	),
});

/** n8n's own HTTP Request node, from the n8n of the host tests, knowing our credential. */
async function httpRequestNode(): Promise<INodeType> {
	const path = join(
		__dirname,
		'../test/host/node_modules/n8n-nodes-base/dist/nodes/HttpRequest/V3/HttpRequestV3.node.js',
	);
	const loaded: unknown = await import(path);
	const { HttpRequestV3 } = httpRequestModule.parse(loaded);
	const node = new HttpRequestV3({
		name: 'httpRequest',
		displayName: 'HTTP Request',
		description: '',
		group: ['output'],
	});
	// With a predefined credential n8n's editor puts it on the node; here the type has to name it.
	node.description.credentials = [{ name: 'instantDmApi', required: true }];
	return node;
}

const parametersOf = {
	InstantDM: (concurrency: number): INodeParameters => ({
		resource: 'message',
		operation: 'send',
		recipientId: '={{ $json.to }}',
		messageType: 'text',
		text: '={{ $json.text }}',
		options: { concurrency },
	}),
	'HTTP Request': (concurrency: number, url: string): INodeParameters => ({
		method: 'POST',
		url: `${url}/api-webhook`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'instantDmApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody:
			'={{ { action: "send_message", type: "dm", recipient_id: $json.to, message: { text: $json.text } } }}',
		options: { batching: { batch: { batchSize: concurrency, batchInterval: 0 } } },
	}),
};

async function measure({ node, items, recipients, concurrency, url }: z.infer<typeof caseSchema>) {
	const type = node === 'InstantDM' ? new InstantDm() : await httpRequestNode();
	const n8n = createN8n({ nodes: [type], credentialTypes: [new InstantDmApi()] });
	const run = (count: number) =>
		n8n.runNode({
			type: type.description.name,
			parameters: parametersOf[node](concurrency, url),
			credential: { apiKey: 'test-key', baseUrl: url },
			items: Array.from({ length: count }, (_, item) => ({
				to: String(10_000 + (item % recipients)),
				text: `Hello number ${item}, here is the link you asked for.`,
			})),
		});

	await run(WARM_UP);
	global.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 50);
	const cpu = process.cpuUsage();
	const start = performance.now();
	const { items: outputs, error } = await run(items);
	const wallMs = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(watch);
	if (error) throw error;
	const result: z.infer<typeof resultSchema> = {
		wallMs,
		cpuMs: (user + system) / 1000,
		memoryMb: (peak - before) / 2 ** 20,
		answered: outputs.filter((json) => json.recipient_id !== undefined).length,
	};
	console.log(JSON.stringify(result));
}

if (require.main === module) {
	void measure(caseSchema.parse(JSON.parse(process.argv[2] ?? ''))).then(() => process.exit(0));
}
