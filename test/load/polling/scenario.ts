import { setTimeout as wait } from 'node:timers/promises';

import { countBy, range } from 'lodash';

import type { LedgerEntry } from '../../support/fakeInstantDm/ledger';
import { poll } from '../../support/host/poll';
import type { Testbed } from '../../support/host/testbed';
import { withCredential } from '../../support/host/workflowFiles';
import { broughtBy, type Brought } from './brought';
import { Incoming } from './incoming';
import { pollingWorkflow } from './workflow';

/** How often the workflow polls, in seconds. */
export const EVERY = 4;
/** What comes in in each of the four parts. */
export const COMMENTS = 50;
export const MESSAGES = 25;
/** How many calls fail in the second part. */
export const FAILURES = 5;

/** What happened, and what came of it. */
export interface Facts {
	/** The event ids of what came in, in order. */
	made: string[];
	/** In the order of the executions. */
	brought: Brought[];
	/** The calls of each poll, in order. */
	polls: LedgerEntry[][];
	/** How many executions ended how. */
	ended: Record<string, number>;
}

/**
 * Two hundred comments and a hundred messages, in four parts: while n8n polls, while InstantDM
 * fails, while n8n is stopped, and while n8n has crashed. And then one comment more, as another is
 * deleted.
 */
export async function runScenario(testbed: Testbed): Promise<Facts> {
	const { fakeInstantDm: fake, n8n, workflows } = testbed;
	const incoming = new Incoming(fake.instagram);
	const workflow = withCredential(pollingWorkflow(EVERY), await testbed.addCredential());
	const id = await workflows.create(workflow);
	await workflows.activate(id);
	const brought = broughtBy(workflows, id);
	const untilBrought = () =>
		poll(
			`${incoming.made.length} comments and messages came out`,
			async () => ((await brought()).length >= incoming.made.length ? true : undefined),
			{ every: 1000 },
		);

	for (const portion of range(5)) {
		if (portion > 0) await wait(EVERY * 700);
		incoming.add(COMMENTS / 5, MESSAGES / 5);
	}
	await untilBrought();

	fake.fail({ kind: 'answer', status: 503, body: 'Unavailable' }, { times: FAILURES });
	incoming.add(COMMENTS, MESSAGES);
	await untilBrought();

	for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
		await n8n.halt(signal);
		incoming.add(COMMENTS, MESSAGES);
		await n8n.resume();
		await untilBrought();
	}

	incoming.addUnnoticed();
	await untilBrought();

	// What is to come twice would come now.
	const polls = () => pollsIn(fake.ledger.entries);
	const soFar = polls().length;
	await poll('more polls', () => Promise.resolve(polls().length > soFar + 3 || undefined));
	await workflows.deactivate(id);
	return {
		made: incoming.made,
		brought: await brought(),
		polls: polls(),
		ended: countBy(await workflows.executions(id), ({ status }) => status),
	};
}

/** Each poll begins with the posts, and the very first with the account. */
function pollsIn(entries: readonly LedgerEntry[]): LedgerEntry[][] {
	const polls: LedgerEntry[][] = [];
	for (const entry of entries) {
		const isFirst = polls.length === 1 && polls[0]?.length === 1;
		if (polls.length === 0 || (entry.path === '/ig_posts' && !isFirst)) polls.push([]);
		polls.at(-1)?.push(entry);
	}
	return polls;
}
