import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { range, sortBy } from 'lodash';
import { z } from 'zod';

import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import type { LedgerEntry } from '../../support/fakeInstantDm/ledger';
import { poll } from '../../support/host/poll';
import { RestError } from '../../support/host/rest';
import { WEBHOOK_SECRET, type Testbed } from '../../support/host/testbed';
import { action, chain, readWorkflow, trigger } from '../../support/host/workflowFiles';

const EXAMPLE = join(__dirname, '..', '..', '..', 'examples', 'when-a-post-goes-viral.json');
/** A fake InstantDM's hour, in seconds: longer than the 70 after which an item may come back. */
export const HOUR_SECONDS = 80;
/** How many deliveries are under way at once. */
const SENDERS = 8;
/** How many executions wait while n8n's memory is measured. */
const MANY = 1000;
const LATENCY = 50;

/** How much comes in. */
export interface Scale {
	comments: number;
	/** Calls in each hour of the fake InstantDM. */
	hourlyLimit: number;
}

/** What happened. */
export interface Facts {
	scale: Scale;
	/** The calls of a workflow with a pace of two a second, one for each of 40 executions. */
	paced: LedgerEntry[];
	/** Whom they should have reached, in order. */
	pacedTo: string[];
	/** The calls of the example, crash and all. */
	calls: LedgerEntry[];
	commentIds: string[];
	/** Executions that the crash ended, and that were retried from n8n's list. */
	crashed: number;
	seconds: number;
	memory: Memory;
}

/** What an n8n process holds, in MB. */
interface Memory {
	/** So many executions waited. */
	waiting: number;
	/** Just started, before the first comment. */
	idle: number;
	/** When all of them waited. */
	held: number;
	/** Ended by kill -9 and started again, while they still waited. */
	restarted: number;
}

/** Many comments at once: first at a pace, then by the example, with limits and a crash. */
export async function runScenario(testbed: Testbed, scale: Scale): Promise<Facts> {
	const paced = await runPaced(testbed);
	testbed.fakeInstantDm.reset();
	const example = await runExample(testbed, scale);
	testbed.fakeInstantDm.reset();
	return { scale, ...paced, ...example, memory: await measureMemory(testbed, scale) };
}

const commentId = (number: number) => `17890${String(number).padStart(6, '0')}`;

/** Delivers comments until n8n has taken each over: what got no answer is delivered again. */
export async function deliver(
	{ fakeInstantDm }: Testbed,
	url: string,
	numbers: number[],
	senders = SENDERS,
): Promise<void> {
	const left = [...numbers];
	const sender = async () => {
		for (let number = left.shift(); number !== undefined; number = left.shift()) {
			const comment = eventNumber('comment', number);
			const isTaken = async () => {
				const delivered = await fakeInstantDm
					.deliver(url, 'comment', comment, { secret: WEBHOOK_SECRET })
					.catch(() => undefined);
				return delivered?.status === 200 && /accepted|duplicate/.test(delivered.answer)
					? true
					: undefined;
			};
			await poll(`n8n took comment ${number} over`, isTaken, { every: 1000 });
		}
	};
	await Promise.all(range(senders).map(sender));
}

/** A workflow with a pace of two a second, and 40 comments that start an execution each. */
export async function runPaced(testbed: Testbed): Promise<Pick<Facts, 'paced' | 'pacedTo'>> {
	const { fakeInstantDm, workflows } = testbed;
	const reply = action('Reply', {
		...{ resource: 'comment', operation: 'privateReply', commentId: '={{ $json.commentId }}' },
		...{ messageType: 'text', text: 'Hello', options: { requestsPerSecond: 2 } },
	});
	const { id, url } = await testbed.publish(chain('Two a second', trigger(), reply));
	const numbers = range(900_001, 900_041);
	for (const number of numbers) {
		await deliver(testbed, url, [number], 1);
		// An n8n before 2.8 answers before it starts: close together, it may start them in another order.
		await wait(100);
	}
	await workflows.untilIdle(id, 300_000);
	await workflows.deactivate(id);
	const listed = await workflows.executions(id);
	const executions = await Promise.all(listed.map((each) => workflows.execution(each.id)));
	const inOrder = sortBy(executions, ({ runData }) => runData.Reply?.[0]?.startTime);
	const pacedTo = inOrder.map(({ runData }) => commentOf(runData['InstantDM Trigger']));
	return { paced: [...fakeInstantDm.ledger.entries], pacedTo };
}

const triggerRun = z
	.array(
		z.object({
			data: z.object({
				main: z.array(z.array(z.object({ json: z.object({ commentId: z.string() }) }))),
			}),
		}),
	)
	.nonempty();

function commentOf(run: unknown): string {
	return triggerRun.parse(run)[0].data.main[0]?.[0]?.json.commentId ?? '';
}

type OfExample = Omit<Facts, 'scale' | 'paced' | 'pacedTo' | 'memory'>;

async function runExample(testbed: Testbed, scale: Scale): Promise<OfExample> {
	const { fakeInstantDm, n8n, workflows } = testbed;
	fakeInstantDm.configure({
		...{ hourlyLimit: scale.hourlyLimit, hourSeconds: HOUR_SECONDS, retryAfter: true },
		latency: LATENCY,
	});
	const { id, url } = await testbed.publish(await readWorkflow(EXAMPLE));
	const numbers = range(1, scale.comments + 1);
	const begin = performance.now();
	const seconds = () => (performance.now() - begin) / 1000;
	const reached = () => new Set(fakeInstantDm.ledger.reached()).size;

	await deliver(testbed, url, numbers);
	const sent = reached();
	await poll('the next hour has begun', () => Promise.resolve(reached() > sent + 5 || undefined), {
		timeout: 200_000,
	});
	// In the middle of sending: what has arrived gets no response for so long that the crash finds it.
	fakeInstantDm.configure({ latency: 10_000 });
	await wait(5000);
	const open = fakeInstantDm.ledger.entries.filter(({ status }) => status === null).length;
	await n8n.halt('SIGKILL');
	fakeInstantDm.configure({ latency: LATENCY });
	await n8n.resume();
	const crashed = await retryCrashed(testbed, id, open);
	await poll(
		'everyone has a reply',
		() => Promise.resolve(reached() >= scale.comments || undefined),
		{ timeout: 3_600_000, every: 1000 },
	);
	const needed = seconds();
	// What is to come twice would come now.
	await wait(HOUR_SECONDS * 1000);
	await workflows.deactivate(id);
	console.log(`Everyone has a reply after ${needed.toFixed()} s, ${crashed} executions crashed`);
	return {
		calls: [...fakeInstantDm.ledger.entries],
		commentIds: numbers.map(commentId),
		...{ crashed, seconds: needed },
	};
}

/**
 * Selects Retry for what the crash ended, as a person would.
 * @param open so many executions were calling at that moment; n8n lists them one by one
 */
async function retryCrashed({ rest }: Testbed, workflowId: string, open: number): Promise<number> {
	const listed = z.object({ results: z.array(z.object({ id: z.string() })) });
	const crashed = await poll('n8n lists what the crash ended', async () => {
		const path = pathOf({ workflowId, status: ['crashed'] });
		const { results } = await rest.call('GET', path, listed);
		return results.length >= open ? results : undefined;
	});
	for (const { id } of crashed) {
		await rest
			.call('POST', `/executions/${id}/retry`, z.unknown(), { loadWorkflow: false })
			.catch((error: unknown) => {
				// n8n also lists what its Wait node has resumed since, and what then succeeds.
				if (!(error instanceof RestError && error.status === 409)) throw error;
			});
	}
	return crashed.length;
}

const pathOf = (filter: object) =>
	`/executions?filter=${encodeURIComponent(JSON.stringify(filter))}&limit=100`;

/** Comments come in that nobody may reply to before the day is over. */
async function measureMemory(testbed: Testbed, { comments }: Scale): Promise<Memory> {
	const { fakeInstantDm, n8n, rest, workflows } = testbed;
	fakeInstantDm.configure({ hourlyLimit: 0, hourSeconds: 86_400, retryAfter: true });
	await n8n.halt();
	await n8n.resume();
	const { id, url } = await testbed.publish(await readWorkflow(EXAMPLE));
	const resident = async () => {
		await wait(20_000);
		return await residentOf(n8n.userFolder);
	};
	const idle = await resident();
	const waiting = Math.min(comments, MANY);
	await deliver(testbed, url, range(500_001, 500_001 + waiting));
	const allWait = async () => {
		const path = pathOf({ workflowId: id, status: ['waiting'] });
		const { count } = await rest.call('GET', path, z.object({ count: z.number() }));
		return count >= waiting || undefined;
	};
	await poll('all of them wait', allWait);
	const held = await resident();
	await n8n.halt('SIGKILL');
	await n8n.resume();
	await poll('all of them still wait', allWait);
	const restarted = await resident();
	await workflows.deactivate(id);
	return { waiting, idle, held, restarted };
}

/** What n8n's process holds, as the system sees it. */
async function residentOf(userFolder: string): Promise<number> {
	const pid = (await readFile(join(userFolder, 'n8n.pid'), 'utf8')).trim();
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
