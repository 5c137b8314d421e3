import { countBy, isEqual } from 'lodash';

import type { LedgerEntry } from '../../support/fakeInstantDm/ledger';

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
