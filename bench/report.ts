import { availableParallelism, loadavg, totalmem } from 'node:os';

import { sortBy } from 'lodash';

import { table as markdownTable } from '../scripts/docs/markdown';

/** A figure, and what it is to be at most. */
interface Aim {
	name: string;
	figure: number;
	atMost: number;
	unit?: string;
}

/** A part of the results. */
export interface Section {
	title: string;
	/** Markdown. */
	text: string;
	aims: Aim[];
}

/** Of an even number of values the upper one in the middle. */
export const median = (values: number[]) => sortBy(values)[Math.floor(values.length / 2)] ?? NaN;

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** A table of figures; the first column is text. */
export const table = (head: string[], rows: string[][]) => markdownTable(head, rows, 'right');

const aimRow = ({ name, figure, atMost, unit = '' }: Aim) => [
	name,
	`${figure.toFixed(2)}${unit}`,
	`${atMost.toFixed(2)}${unit}`,
	figure <= atMost ? 'yes' : 'NO',
];

/** The whole page: the aims of all sections, then the sections. */
export function page(title: string, introduction: string, sections: Section[]): string {
	const memory = Math.round(totalmem() / 2 ** 30);
	const load = (loadavg()[0] ?? NaN).toFixed(1);
	const aims = sections.flatMap((section) => section.aims.map(aimRow));
	return [
		`# ${title}`,
		introduction,
		`Machine: ${availableParallelism()} cores, ${memory} GB, load average ${load} at the end.`,
		'## Aims',
		table(['', 'Measured', 'At most', 'Met'], aims),
		...sections.flatMap((section) => [`## ${section.title}`, section.text]),
	].join('\n\n');
}
