import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';

import { table } from '../../../scripts/docs/markdown';
import type { InstalledHost } from '../../support/host/install';
import type { Figures } from './figures';
import { ALL_PROMISES, type PromiseName } from './promises';
import { SENDERS } from './round';

/** One load's figures under its name, and the comments that broke what was promised of it. */
export interface Result {
	title: string;
	figures: Figures;
	broken: Partial<Record<PromiseName, string[]>>;
}

const whole = (value: number): string => String(Math.round(value));
const tenths = (value: number): string => value.toFixed(1);

const ROWS: readonly (readonly [string, (figures: Figures) => string])[] = [
	['Deliveries answered', ({ deliveries }) => whole(deliveries)],
	['Requests it took', ({ requests }) => whole(requests)],
	['Deliveries a second', ({ deliveriesPerSecond }) => tenths(deliveriesPerSecond)],
	[
		'Answer to one that starts an execution, p50 / p99 in ms',
		({ startedP50, startedP99 }) => `${whole(startedP50)} / ${whole(startedP99)}`,
	],
	[
		'Answer to one that is ignored or refused, p50 / p99 in ms',
		({ turnedAwayP50, turnedAwayP99 }) =>
			Number.isNaN(turnedAwayP50) ? '–' : `${whole(turnedAwayP50)} / ${whole(turnedAwayP99)}`,
	],
	['Executions', ({ executions }) => whole(executions)],
	['Executions a second', ({ executionsPerSecond }) => tenths(executionsPerSecond)],
	[
		'How they ended',
		({ statuses }) =>
			Object.entries(statuses)
				.map(([status, count]) => `${status} ${count}`)
				.join(', '),
	],
	['Forged deliveries executed', ({ forgedAndExecuted }) => whole(forgedAndExecuted)],
	['Copies that started nothing', ({ copiesStopped }) => whole(copiesStopped)],
	['Copies that started an execution', ({ copiesStarted }) => whole(copiesStarted)],
	['Comments that nothing came of', ({ withoutEffect }) => whole(withoutEffect)],
	['Comments with two messages or more', ({ messagedTwice }) => whole(messagedTwice)],
	['Comments with two public replies or more', ({ repliedToTwice }) => whole(repliedToTwice)],
	['Comments with two leads or more', ({ leadsTwice }) => whole(leadsTwice)],
];

const promiseCell = (broken: string[] | undefined): string => {
	if (broken === undefined) return '–';
	return broken.length === 0 ? 'kept' : `${broken.length} BROKEN`;
};

/** The results as a page of Markdown, one column for each load. */
export async function report(
	results: readonly Result[],
	{ node, script }: InstalledHost,
): Promise<string> {
	const version = async (...args: string[]) =>
		(await promisify(execFile)(node, args)).stdout.trim();
	const n8n = await version(script, '--version');
	const gibibytes = Math.round(totalmem() / 2 ** 30);
	const head = ['', ...results.map(({ title }) => title)];
	return [
		'# Queue mode: results',
		'',
		`Written by \`npm run test:queue\`. n8n ${n8n} in queue mode with PostgreSQL, Redis and N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true: one main process, two workers, two webhook processes behind a round-robin nginx, everything and the ${SENDERS} senders on one machine with ${cpus().length} cores, ${gibibytes} GiB and Node.js ${await version('--version')}. The fake InstantDM answers after 100 ms. Of 20 deliveries 13 are comments, 3 are forged and 4 are copies of an earlier one. Where a load says "with crashes", a worker and a webhook process are killed with SIGKILL in the middle of it and started again; nginx sends nothing to the latter before its /healthz/readiness says yes; deliveries without a 2xx or 4xx are sent again.`,
		'',
		table(
			head,
			ROWS.map(([name, of]) => [name, ...results.map(({ figures }) => of(figures))]),
			'right',
		),
		'',
		'What is promised of each load (–: no such promise):',
		'',
		table(
			head,
			ALL_PROMISES.map((promise) => [
				promise,
				...results.map(({ broken }) => promiseCell(broken[promise])),
			]),
		),
		'',
		"A copy that reaches another process than the first one starts an execution there: the trigger's memory is that of one process. What happens then depends on what comes after it:",
		'',
		'- **Reply Publicly and Privately**: Instagram refuses the second private reply, the item fails, and no second public reply is posted.',
		'- **Send Message**: the person gets a second message.',
		'- **Data Table** ([each-event-once](../../../examples/each-event-once.json)): the table knows the event and the execution ends there. Two executions that look at the same moment can both find it new.',
		'- **Redis** (Increment, then a Filter for 1): the count is one step for all workers. Nothing passes twice.',
		'- **Leads by eventId** ([flow-answers-and-leads](../../../examples/flow-answers-and-leads.json)): the second execution finds the row and updates it. Two at the same moment can both insert one.',
		'',
		'A worker that is killed takes its executions with it: n8n ends them with an error and does not run them again. Whether the message had been sent by then, only InstantDM knows.',
		'',
		'Routed by signature (nginx: `hash $http_x_webhook_signature consistent`), a copy reaches the process that accepted the first, and the count is exact as long as that process runs.',
		'',
		"n8n's own Webhook node verifies nothing: it executed what was forged. [What N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE is worth](../../../bench/RESULTS-host.md).",
		'',
	].join('\n');
}
