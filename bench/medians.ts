import { mapValues } from 'lodash';

import type { Run, Runner } from './nodeRuns';
import { median, seconds } from './report';

export const ROUNDS = 5;

/** Round after round of all runners, so that what else the machine does affects each alike. */
export async function medians<Name extends string>(
	runners: Record<Name, Runner>,
	items: object[],
): Promise<Record<Name, Run>> {
	const measured = mapValues(runners, (runner) => ({ runner, runs: new Array<Run>() }));
	// What n8n and Node learn at first is nobody's fault.
	const all = Object.values<{ runner: Runner; runs: Run[] }>(measured);
	for (const { runner } of all) await runner.run(items.slice(0, 200));
	for (let round = 0; round < ROUNDS; round++) {
		for (const { runner, runs } of all) runs.push(await runner.run(items));
	}
	return mapValues(measured, ({ runs }) => ({
		wall: median(runs.map(({ wall }) => wall)),
		firstCall: median(runs.map(({ firstCall }) => firstCall)),
		cpu: median(runs.map(({ cpu }) => cpu)),
		open: median(runs.map(({ open }) => open)),
		connections: median(runs.map(({ connections }) => connections)),
	}));
}

export const RUN_HEAD = [
	'',
	'Wall time',
	'First call after',
	'CPU',
	'Most calls open',
	'Most connections open',
];

export const runRow = (name: string, { wall, firstCall, cpu, open, connections }: Run) => [
	...[
		name,
		seconds(wall),
		`${firstCall.toFixed(0)} ms`,
		seconds(cpu),
		open.toFixed(0),
		connections.toFixed(0),
	],
];
