import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { pack } from '../../../scripts/pack';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { HOST_FOLDER } from '../../support/host/chosenHost';
import { installHost, type InstalledHost } from '../../support/host/install';
import { temporaryFolder } from '../../support/host/temporaryFolder';
import type { Failure } from '../../support/fakeInstantDm/failure';
import { poll } from '../../support/host/poll';
import { lockDatabase } from './lockDatabase';
import { growth } from './memory';
import { Mix } from './mix';
import { runPhase, type Phase } from './phase';
import { acceptedTwice, forgedTaken, lines, report } from './report';
import { openSoakTestbed, SECRET, type SoakTestbed } from './testbed';

const FULL_LENGTH = 10;
/** How many calls each failure of the API strikes. */
const STRUCK = 20;
const SHORT_WHILE = 8000;
const HOUR = 3_600_000;
/** Bytes a delivery: what is remembered against duplicates takes about 150 for each event. */
const MOST_GROWTH = 1000;

interface Part {
	title: string;
	/** Of the whole time. */
	share: number;
	target?: 'webhook';
	fault?: (testbed: SoakTestbed) => Promise<void>;
	/** Accepted events that the fault may leave without a message. */
	mayLose?: number;
}

const partsOf = (host: InstalledHost): readonly Part[] => [
	{ title: 'Warm-up', share: 0.15 },
	{ title: "n8n's own nodes only, for comparison", share: 0.2, target: 'webhook' },
	{ title: 'Steady', share: 0.35 },
	{ title: 'API slow', share: 0.05, fault: striking({ kind: 'slow', ms: 3000 }) },
	{
		title: 'API breaking off',
		share: 0.05,
		fault: striking({ kind: 'reset' }, { kind: 'reset', delivered: true }),
		mayLose: STRUCK,
	},
	{
		title: 'API answering garbage',
		share: 0.05,
		fault: striking(
			{ kind: 'answer', status: 200, body: '<html>Welcome', delivered: true },
			{ kind: 'answer', status: 502, body: '<html>Bad gateway' },
		),
		mayLose: STRUCK,
	},
	{
		title: 'API unreachable',
		share: 0.05,
		fault: ({ beUnreachable }) => beUnreachable(SHORT_WHILE),
	},
	{
		title: 'Database locked',
		share: 0.05,
		fault: ({ n8n }) => lockDatabase(host, n8n.userFolder, SHORT_WHILE),
	},
	{
		title: 'Clock an hour ahead, then two behind',
		share: 0.05,
		fault: async ({ probe }) => {
			for (const shift of [HOUR, -HOUR, 0]) {
				await probe.shiftClock(shift);
				await wait(SHORT_WHILE);
			}
		},
	},
];

/** Has the next calls fail, so many with each failure, and waits until that has happened. */
function striking(...failures: Failure[]) {
	return async ({ fakeInstantDm }: SoakTestbed): Promise<void> => {
		const { ledger } = fakeInstantDm();
		const last = ledger.entries.length + failures.length * STRUCK;
		for (const failure of failures) fakeInstantDm().fail(failure, { times: STRUCK });
		await poll('the calls failed', () =>
			Promise.resolve(ledger.entries.length >= last ? true : undefined),
		);
	};
}

/** SOAK_MINUTES=10 unless told; a shorter run leaves RESULTS.md as it is. */
async function main(minutes: number): Promise<void> {
	const host = await installHost(HOST_FOLDER);
	const folder = await temporaryFolder();
	const testbed = await openSoakTestbed(host, await pack(folder.path));
	const stop = async () => {
		await testbed.close();
		await folder.remove();
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void stop().finally(() => process.exit(130)));
	}
	try {
		const { phases, isKept } = await runAll(testbed, partsOf(host), minutes);
		const failed = isKept.filter((kept) => !kept).length;
		console.log(`\nTests: ${failed} failed, ${isKept.length - failed} passed`);
		if (failed > 0) process.exitCode = 1;
		if (minutes >= FULL_LENGTH) {
			const { stdout } = await promisify(execFile)(host.node, [host.script, '--version']);
			await writeFormatted(join(__dirname, 'RESULTS.md'), report(phases, minutes, stdout.trim()));
		}
	} finally {
		await stop();
	}
}

/** Runs every part; `isKept` tells for each promise of each part whether it was kept. */
async function runAll(
	testbed: SoakTestbed,
	parts: readonly Part[],
	minutes: number,
): Promise<{ phases: Phase[]; isKept: boolean[] }> {
	const mix = new Mix(SECRET);
	const ours: Phase[] = [];
	const phases: Phase[] = [];
	const isKept: boolean[] = [];
	for (const part of parts) {
		const { title, share, target, fault } = part;
		console.log(`\n${title} …`);
		const phase = await runPhase(
			testbed,
			mix,
			target === 'webhook' ? testbed.webhook : testbed.answers,
			{ title, milliseconds: share * minutes * 60_000 },
			ours,
			fault && (() => fault(testbed)),
		);
		phases.push(phase);
		console.log(lines(phase));
		if (target === 'webhook') continue;
		ours.push(phase);
		isKept.push(...judge(phase, part));
	}
	return { phases, isKept };
}

function judge(phase: Phase, { title, mayLose = 0 }: Part): boolean[] {
	const promises = {
		'forged deliveries are refused': forgedTaken(phase).length === 0,
		'an event is accepted once': acceptedTwice(phase).length === 0,
		'nobody is answered twice': phase.answeredTwice.length === 0,
		[`at most ${mayLose} events go without an answer`]: phase.unanswered.length <= mayLose,
		...(title === 'Steady' && {
			[`the heap grows by less than ${MOST_GROWTH} bytes a delivery`]:
				(growth(phase.samples) ?? 0) < MOST_GROWTH,
		}),
	};
	for (const [promise, kept] of Object.entries(promises)) console.log(kept ? '✓' : '✗', promise);
	return Object.values(promises);
}

void main(Number(process.env.SOAK_MINUTES ?? FULL_LENGTH));
