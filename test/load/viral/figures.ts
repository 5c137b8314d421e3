import { countBy, isEqual, sortBy } from 'lodash';

import type { LedgerEntry } from '../../support/fakeInstantDm/ledger';
import type { Moment } from './scenario';

const timesOf = (calls: readonly LedgerEntry[]) =>
	calls.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);

/** The most calls within any second. */
export function busiestSecond(calls: readonly LedgerEntry[]): number {
	const times = timesOf(calls);
	const within = times.map(
		(begin) => times.filter((at) => at >= begin && at < begin + 1000).length,
	);
	return Math.max(0, ...within);
}

/** Whether the calls reached whom they should, in that order. */
export function isInOrder(calls: readonly LedgerEntry[], to: readonly string[]): boolean {
	return isEqual(
		calls.map((call) => call.to),
		[...to],
	);
}

/** How many of them got how many messages. */
export function messagesOf(
	calls: readonly LedgerEntry[],
	to: readonly string[],
): Record<string, number> {
	const counts = countBy(
		calls.filter(({ delivered }) => delivered),
		'to',
	);
	return countBy(to, (id) => counts[id] ?? 0);
}

/** How many were refused by the hourly limit. */
export function refused(calls: readonly LedgerEntry[]): number {
	return calls.filter(({ status }) => status === 429).length;
}

export const rounded = (value: number) => Math.round(value).toLocaleString('en');

/** What the process held in the moments in which so many executions waited, in the middle and at most. */
export function memoryWhile(moments: readonly Moment[], many: number): string {
	const held = moments.filter(({ waiting }) => waiting >= many).map(({ residentMb }) => residentMb);
	const sorted = sortBy(held);
	const median = sorted[Math.floor(sorted.length / 2)];
	if (median === undefined) return 'not measured';
	const most = Math.max(...sorted);
	return `${rounded(median)} MB in the middle of ${sorted.length} looks, ${rounded(most)} MB at most`;
}
