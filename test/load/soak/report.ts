import { cpus, totalmem } from 'node:os';

import { countBy } from 'lodash';

import { table } from '../../../scripts/docs/markdown';
import { growth } from './memory';
import type { Phase } from './phase';

const MEBIBYTE = 2 ** 20;
const mebibytes = (bytes: number | undefined): string =>
	bytes === undefined ? '–' : (bytes / MEBIBYTE).toFixed(1);

const isForged = ({ delivery }: Phase['attempts'][number]): boolean => delivery.kind === 'forged';
const isTaken = ({ status }: Phase['attempts'][number]): boolean => status !== null && status < 500;

const COLUMNS: readonly (readonly [string, (phase: Phase) => string])[] = [
	['', ({ title }) => title],
	['Deliveries', ({ attempts }) => String(attempts.filter(isTaken).length)],
	['A second', ({ attempts, seconds }) => (attempts.filter(isTaken).length / seconds).toFixed(1)],
	[
		'Not taken at first',
		({ attempts }) => String(attempts.filter((attempt) => !isTaken(attempt)).length),
	],
	['Accepted', ({ accepted }) => String(accepted.length)],
	['Accepted twice', (phase) => String(acceptedTwice(phase).length)],
	['Not answered', ({ unanswered }) => String(unanswered.length)],
	['Answered twice', ({ answeredTwice }) => String(answeredTwice.length)],
	['Heap at the start, MiB', ({ samples }) => mebibytes(samples.at(0)?.heap)],
	['At the end', ({ samples }) => mebibytes(samples.at(-1)?.heap)],
	['Resident, MiB', ({ samples }) => mebibytes(samples.at(-1)?.resident)],
	['Heap growth, bytes a delivery', ({ samples }) => growth(samples)?.toFixed(0) ?? '–'],
];

/** Events accepted more than once, in this phase or since an earlier one. */
export function acceptedTwice({ accepted, acceptedAgain }: Phase): string[] {
	const counts = countBy(accepted);
	const repeated = Object.keys(counts).filter((key) => (counts[key] ?? 0) > 1);
	return [...new Set([...repeated, ...acceptedAgain])];
}

/** Forged deliveries that got anything but 401, or no answer. */
export function forgedTaken({ attempts }: Phase): string[] {
	return attempts
		.filter(isForged)
		.filter(({ status }) => status !== 401 && status !== null && status < 500)
		.map(({ delivery }) => delivery.key);
}

/** The phase's figures, one a line. */
export function lines(phase: Phase): string {
	return COLUMNS.slice(1)
		.map(([name, of]) => `  ${name}: ${of(phase)}`)
		.join('\n');
}

/** The results as a page of Markdown. */
export function report(phases: readonly Phase[], minutes: number, n8nVersion: string): string {
	return [
		'# Soak: results',
		'',
		`Written by \`npm run soak\` (${minutes} minutes of load). n8n ${n8nVersion}, one process with SQLite and N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true, on a machine with ${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GiB that the sender and the fake InstantDM share. All events in turn, 15 % forged, 20 % copies of earlier ones; trigger → direct message with Retry On Fail, which is sent to the fake InstantDM. Heap is measured after a garbage collection.`,
		'',
		table(
			COLUMNS.map(([name]) => name),
			phases.map((phase) => COLUMNS.map(([, of]) => of(phase))),
		),
		'',
		'A call that broke off, or was answered with something that is not InstantDM\'s answer, may have been delivered: the node does not send it again, and the item fails with `delivery: "unknown"`. Those are the events that were not answered.',
		'',
	].join('\n');
}
