import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { jsonParse, type IWebhookResponseData } from 'n8n-workflow';
import Stripe from 'stripe';

import { writeFormatted } from '../scripts/writeFormatted';
import { Duplicates } from '../nodes/InstantDmTrigger/duplicates';
import {
	batch,
	comment,
	mountCompiled,
	prepare,
	SECRET,
	sign,
	type Call,
	type Mounted,
	type Signed,
} from './webhookCase';
import { table } from './report';

/** How old stripe lets a header be, in seconds: longer than any run of this. */
const A_DAY = 86_400;

const PARAMETERS = ['events', 'outputMode', 'verifySignature', 'simplify', 'options'];

const SIZES = [
	{ name: '1 KB', bytes: 1000, rounds: 15_000 },
	{ name: '16 KB', bytes: 16_000, rounds: 3000 },
	{ name: '1 MB', bytes: 1_000_000, rounds: 60 },
];

interface Task {
	/** What is not timed: before all rounds of a pass, after each of them, and after all. */
	before?: (rounds: number) => void;
	run: () => unknown;
	afterEach?: () => void;
	after?: () => void;
}

/** How often everything is measured; what other work on the machine disturbed least counts. */
const PASSES = 15;

/** The median of each task in microseconds, the best of several passes. */
async function medians(rounds: number, tasks: Record<string, Task>): Promise<Map<string, number>> {
	const { Bench } = await import('tinybench');
	const best = new Map<string, number>();
	for (let pass = 0; pass < PASSES; pass++) {
		const iterations = Math.ceil(rounds / PASSES);
		const warmupIterations = pass === 0 ? iterations * 2 : 2;
		const bench = new Bench({ iterations, time: 0, warmupIterations, warmupTime: 0, throws: true });
		for (const [name, { before, run, afterEach, after }] of Object.entries(tasks)) {
			bench.add(name, run, {
				beforeAll: (mode) => before?.(mode === 'warmup' ? warmupIterations : iterations),
				afterEach: () => afterEach?.(),
				afterAll: () => after?.(),
			});
		}
		await bench.run();
		for (const { name, result } of bench.tasks) {
			const median = (result?.latency.p50 ?? NaN) * 1000;
			best.set(name, Math.min(median, best.get(name) ?? Infinity));
		}
	}
	return best;
}

/** Calls of the trigger, each with a context and a response of its own. */
function trigger(
	mounted: Mounted,
	delivery: () => Signed,
	isRight: (result: IWebhookResponseData) => boolean,
): Task {
	let calls: Call[] = [];
	let next = 0;
	let results: (IWebhookResponseData | undefined)[] = [];
	return {
		before: (rounds) => {
			calls = Array.from({ length: rounds + 1 }, () => prepare(mounted, delivery()));
			results = [];
			next = 0;
		},
		run: async () => {
			results.push(await calls[next++]?.run());
		},
		afterEach: () => calls[next - 1]?.answer(),
		after: () => {
			if (!results.every((result) => result && isRight(result))) {
				throw new Error('The trigger answered something else');
			}
		},
	};
}

/** What of it is n8n's own work: five parameters and one credential, from a fresh context. */
function hostCalls(mounted: Mounted, delivery: () => Signed): Task {
	let calls: Call[] = [];
	let next = 0;
	return {
		before: (rounds) => {
			calls = Array.from({ length: rounds + 1 }, () => prepare(mounted, delivery()));
			next = 0;
		},
		run: async () => {
			const context = calls[next++]?.context;
			for (const name of PARAMETERS) context?.getNodeParameter(name);
			await context?.getCredentials('instantDmApi');
		},
	};
}

const isAccepted = ({ workflowData }: IWebhookResponseData) => workflowData !== undefined;
const isRefused = ({ workflowData }: IWebhookResponseData) => workflowData === undefined;

/** What nobody can do without, on bytes as fresh as those of the trigger's calls. */
function floorOf(delivery: () => Signed): Task {
	let deliveries: Signed[] = [];
	let next = 0;
	return {
		before: (rounds) => {
			deliveries = Array.from({ length: rounds + 1 }, delivery);
			next = 0;
		},
		run: () => {
			const body = deliveries[next++]?.body ?? Buffer.alloc(0);
			createHmac('sha256', SECRET).update(body).digest();
			jsonParse(body.toString('utf8'));
		},
	};
}

async function bySize(
	mounted: Mounted,
	{ name, bytes, rounds }: (typeof SIZES)[number],
): Promise<string[]> {
	const { verify } = await import('@octokit/webhooks-methods');
	const fixed = sign(comment(bytes));
	const text = fixed.body.toString('utf8');
	const forged = { ...fixed, signature: '0'.repeat(64) };
	const stripe = Stripe.webhooks;
	const stripeHeader = stripe.generateTestHeaderString({ payload: text, secret: SECRET });
	const first = prepare(mounted, fixed);
	await first.run();
	first.answer();
	const times = await medians(rounds, {
		floor: floorOf(() => sign(comment(bytes))),
		accepted: trigger(mounted, () => sign(comment(bytes)), isAccepted),
		forged: trigger(mounted, () => forged, isRefused),
		duplicate: trigger(mounted, () => fixed, isRefused),
		octokit: { run: () => verify(SECRET, text, `sha256=${fixed.signature}`) },
		stripe: { run: () => stripe.constructEvent(fixed.body, stripeHeader, SECRET, A_DAY) },
		n8n: hostCalls(mounted, () => fixed),
	});
	const floor = times.get('floor') ?? NaN;
	const cells = [...times.values()].map(
		(time) => `${time.toFixed(1)} µs (${(time / floor).toFixed(1)}×)`,
	);
	return [`${name} (${fixed.body.length} bytes)`, ...cells];
}

async function byElements(mounted: Mounted): Promise<string[][]> {
	const sizes = [10, 100, 1000];
	const rows: string[][] = [];
	for (const size of sizes) {
		const times = await medians(60_000 / size, {
			floor: floorOf(() => sign(batch(size))),
			accepted: trigger(mounted, () => sign(batch(size)), isAccepted),
		});
		const [floor = NaN, accepted = NaN] = times.values();
		const ratio = (accepted / floor).toFixed(1);
		rows.push([
			String(size),
			`${accepted.toFixed(0)} µs`,
			`${(accepted / size).toFixed(2)} µs`,
			`${ratio}×`,
		]);
	}
	return rows;
}

/** Megabytes that 100,000 remembered events take. */
async function memoryOfDuplicates(): Promise<number> {
	if (!global.gc) throw new Error('Run with --expose-gc');
	const memory = new Duplicates();
	global.gc();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < 100_000; index++) {
		const key = `dm_received:aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQx${index}`;
		await memory.claim([{ key, countsFor: Infinity }], ANSWERED);
	}
	global.gc();
	const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
	if (memory.isIdle) throw new Error('The memory is gone');
	return megabytes;
}

const ANSWERED = { statusCode: 200, writableEnded: true };

const FORGED_SIZES = [
	{ name: '1 KB', bytes: 1000, rounds: 3000 },
	{ name: '16 KB', bytes: 16_000, rounds: 1500 },
	{ name: '64 KB', bytes: 64_000, rounds: 600 },
	{ name: '256 KB', bytes: 256_000, rounds: 300 },
	{ name: '1 MB', bytes: 1_000_000, rounds: 90 },
	{ name: '8 MB', bytes: 8_000_000, rounds: 30 },
];

/** What n8n does with any body before the trigger sees it: its pieces put together, and parsed. */
function reading(body: Buffer): Task {
	const pieces: Buffer[] = [];
	for (let at = 0; at < body.length; at += 65_536) pieces.push(body.subarray(at, at + 65_536));
	return { run: () => jsonParse(Buffer.concat(pieces).toString('utf8')) };
}

/** What a stranger's body costs beside what n8n has spent on it already. */
async function byForgedSize(mounted: Mounted): Promise<string[][]> {
	const rows: string[][] = [];
	for (const { name, bytes, rounds } of FORGED_SIZES) {
		const { body } = sign(comment(bytes));
		const forged = { body, signature: '0'.repeat(64) };
		const times = await medians(rounds, {
			reading: reading(body),
			forged: trigger(mounted, () => forged, isRefused),
		});
		const [read = NaN, refused = NaN] = times.values();
		const ratio = (refused / read).toFixed(1);
		rows.push([name, `${read.toFixed(0)} µs`, `${refused.toFixed(0)} µs`, `${ratio}×`]);
	}
	return rows;
}

async function main() {
	const mounted = await mountCompiled();
	const sizes: string[][] = [];
	for (const size of SIZES) sizes.push(await bySize(mounted, size));
	const forged = await byForgedSize(mounted);
	const elements = await byElements(mounted);
	const memory = await memoryOfDuplicates();
	const report = `# What a delivery costs

Written by \`npm run bench\` on Node ${process.version}, ${availableParallelism()} cores. \`webhook()\` runs in n8n-core's own WebhookContext; the network and what n8n does before and after are left out. The floor is one HMAC-SHA256 and one JSON.parse of the same bytes; ratios are to the floor, times are medians, the best of ${PASSES} passes.

${table(['Body', 'Floor', 'Accepted', 'Forged', 'Duplicate', '@octokit/webhooks-methods verify', 'stripe constructEvent', "Of it n8n's own: 5 parameters, 1 credential"], sizes)}

The body is one comment with text that is not all ASCII, so that a forged delivery of up to 64 KB is tried in all its serializations. octokit verifies and does not parse; stripe verifies and parses.

A forged delivery, beside what n8n does with any body before it calls the trigger (its pieces put together, decoded and parsed):

${table(['Body', "n8n's reading", 'Forged', 'To reading'], forged)}

A delivery of many comments:

${table(['Comments', 'Accepted', 'For each', 'To the floor'], elements)}

100,000 remembered events take ${memory.toFixed(1)} MB.
`;
	await writeFormatted(join(__dirname, 'RESULTS-webhook.md'), report);
	console.log(report);
}

void main();
