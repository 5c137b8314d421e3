import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { range, sortBy } from 'lodash';
import { z } from 'zod';

import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import type { LedgerEntry } from '../../support/fakeInstantDm/ledger';
import { poll } from '../../support/host/poll';
import { WEBHOOK_SECRET, type Testbed } from '../../support/host/testbed';
import { action, chain, readWorkflow, trigger } from '../../support/host/workflowFiles';

const EXAMPLE = join(__dirname, '..', '..', '..', 'examples', 'when-a-post-goes-viral.json');
/** A fake InstantDM's hour, in seconds: longer than the 70 after which an item may come back. */
export const HOUR_SECONDS = 80;
/** How many deliveries are under way at once. */
const SENDERS = 8;
const LATENCY = 50;

/** How much comes in. */
export interface Scale {
	comments: number;
	/** Calls in each hour of the fake InstantDM. */
	hourlyLimit: number;
}

/** What an n8n process holds at one moment. */
export interface Moment {
	/** Executions that n8n's Wait node holds. */
	waiting: number;
	residentMb: number;
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
	/** Before the first comment came in. */
	idleMb: number;
	/** Until the crash, and from n8n's next start on. */
	moments: { before: Moment[]; after: Moment[] };
	/** Executions that the crash ended, and that were retried from n8n's list. */
	crashed: number;
	seconds: number;
}

/** Many comments at once: first at a pace, then by the example, with limits and a crash. */
export async function runScenario(testbed: Testbed, scale: Scale): Promise<Facts> {
	const paced = await runPaced(testbed);
	testbed.fakeInstantDm.reset();
	return { scale, ...paced, ...(await runExample(testbed, scale)) };
}

const commentId = (number: number) => `17890${String(number).padStart(6, '0')}`;

/** Delivers comments until n8n has taken each over: what got no answer is delivered again. */
async function deliver(
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

async function runPaced(testbed: Testbed): Promise<Pick<Facts, 'paced' | 'pacedTo'>> {
	const { fakeInstantDm, workflows } = testbed;
	const reply = action('Reply', {
		...{ resource: 'comment', operation: 'privateReply', commentId: '={{ $json.commentId }}' },
		...{ messageType: 'text', text: 'Hello', options: { requestsPerSecond: 2 } },
	});
	const { id, url } = await testbed.publish(chain('Two a second', trigger(), reply));
	const numbers = range(900_001, 900_041);
	await deliver(testbed, url, numbers, 1);
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

type OfExample = Omit<Facts, 'scale' | 'paced' | 'pacedTo'>;

async function runExample(testbed: Testbed, scale: Scale): Promise<OfExample> {
	const { fakeInstantDm, n8n } = testbed;
	fakeInstantDm.configure({
		...{ hourlyLimit: scale.hourlyLimit, hourSeconds: HOUR_SECONDS, retryAfter: true },
		latency: LATENCY,
	});
	const { id, url } = await testbed.publish(await readWorkflow(EXAMPLE));
	const numbers = range(1, scale.comments + 1);
	const begin = performance.now();
	const seconds = () => (performance.now() - begin) / 1000;
	const reached = () => new Set(fakeInstantDm.ledger.reached()).size;

	const idleMb = await residentOf(n8n.userFolder);
	const before = watch(testbed, id);
	await deliver(testbed, url, numbers);
	const sent = reached();
	await poll('the next hour has begun', () => Promise.resolve(reached() > sent + 5 || undefined), {
		timeout: 200_000,
	});
	const moments = { before: await before.end(), after: [] as Moment[] };
	// In the middle of sending: what has arrived gets no response for so long that the crash finds it.
	fakeInstantDm.configure({ latency: 10_000 });
	await wait(5000);
	await n8n.halt('SIGKILL');
	fakeInstantDm.configure({ latency: LATENCY });
	await n8n.resume();
	const after = watch(testbed, id);
	const crashed = await retryCrashed(testbed, id);
	await poll(
		'everyone has a reply',
		() => Promise.resolve(reached() >= scale.comments || undefined),
		{ timeout: 3_600_000, every: 1000 },
	);
	const needed = seconds();
	// What is to come twice would come now.
	await wait(HOUR_SECONDS * 1000);
	moments.after = await after.end();
	return {
		calls: [...fakeInstantDm.ledger.entries],
		commentIds: numbers.map(commentId),
		...{ idleMb, moments, crashed, seconds: needed },
	};
}

/** Looks at n8n every few seconds, until it is told to end. */
function watch({ rest, n8n }: Testbed, workflowId: string): { end: () => Promise<Moment[]> } {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['waiting'] }));
	const path = `/executions?filter=${filter}&limit=1`;
	const ended = new AbortController();
	const look = async () => {
		const { count } = await rest.call('GET', path, z.object({ count: z.number() }));
		return { waiting: count, residentMb: await residentOf(n8n.userFolder) };
	};
	const watching = (async () => {
		const moments: Moment[] = [];
		while (!ended.signal.aborted) {
			moments.push(await look());
			await wait(3000, undefined, ended).catch(() => undefined);
		}
		return moments;
	})();
	return {
		end: () => {
			ended.abort();
			return watching;
		},
	};
}

/** Selects Retry for what the crash ended, as a person would. */
async function retryCrashed({ rest }: Testbed, workflowId: string): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['crashed'] }));
	const listed = z.object({ results: z.array(z.object({ id: z.string() })) });
	const { results } = await rest.call('GET', `/executions?filter=${filter}&limit=100`, listed);
	for (const { id } of results) {
		await rest.call('POST', `/executions/${id}/retry`, z.unknown(), { loadWorkflow: false });
	}
	return results.length;
}

/** What n8n's process holds, as the system sees it. */
async function residentOf(userFolder: string): Promise<number> {
	const pid = (await readFile(join(userFolder, 'n8n.pid'), 'utf8')).trim();
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
