import { minBy } from 'lodash';

import type { FailedCall } from '../shared/api/failedCall';
import type { Account } from '../shared/events/fromApi';
import type { JsonObject } from '../shared/json/exactJson';
import { isRefusal, readPages, type Calls } from './calls';
import { countIds, isUnknown, newestOf, remember } from './known';
import { MANY_FAILURES, watchedIn, type Watched, type When } from './list';
import type { Entry } from './memory';
import type { Source } from './sources';
import { isNewestFirst, newIn, threadOf, timesOf, type NewItem, type Thread } from './threads';

/** How many pages of an entry one poll reads. */
const MOST_PAGES = 20;
/** How many pages of an entry are read only because its count says that there is something new. */
const MOST_PAGES_FOR_COUNT = 6;
/** How many ids a reading that takes several polls collects. */
const MOST_UNSETTLED = 10_000;
/** After how many polls what was refused too often is tried again. */
const POLLS_BETWEEN_TRIES = 10;
/** Instagram's times count in seconds, rounded in one way or the other. */
const ROUNDING_MS = 1000;

/** An entry of a list, to be read. */
export interface Place extends Watched {
	entry: Entry;
}

/**
 * Reads an entry, down to where its news begins. What is left of it waits for the next poll, in which
 * other entries come first.
 */
export async function readEntry(
	{ source, list, entry }: Place,
	calls: Calls,
	account: Account,
	{ turn }: When,
): Promise<{ news: NewItem[]; failure: FailedCall | null }> {
	const { rest } = entry;
	const isNew = isUnknown({ ...entry, ids: entry.ids + (rest?.ids ?? '') });
	const reading = await readPages(calls, source.contents(entry.id), {
		from: rest?.after ?? null,
		partsIn: threadsOf(source, entry, account),
		isEnough: holdsAllNews(entry, isNew),
		most: MOST_PAGES,
	});
	const { parts: threads, end, after, failure } = reading;
	const news = newIn(threads, isNew);
	const { ids } = remember({ knownUntil: 0, ids: rest?.ids ?? '' }, threads.flat(), Infinity);
	const isUnfinished = end === 'more' && countIds(ids) < MOST_UNSETTLED;
	entry.looked = turn;
	if (isUnfinished) {
		entry.expected -= news.length;
		entry.rest = rest || reading.pages > 0 ? { after, ids, again: rest?.again ?? false } : null;
		comeAgain(entry, turn, failuresAfter(entry, failure));
	} else {
		const { failures } = entry;
		const known = { knownUntil: entry.knownUntil, ids: entry.ids + ids };
		if (!source.hasChangedFirst && after !== null) entry.deeper ??= { after, looked: turn };
		Object.assign(entry, {
			...remember(known, [], source.mostIds(list.entries.size)),
			isRead: true,
			turn: rest?.again === true ? turn + 1 : null,
			expected: 0,
			rest: null,
			failures: 0,
		} satisfies Partial<Entry>);
		const isIncomplete = source.isNeverEmpty && (ids === '' || isBehind(entry));
		if (isIncomplete && failures < MANY_FAILURES) comeAgain(entry, turn, failures + 1);
	}
	return { news, failure };
}

/** Whether its list has shown something newer than what was read of it: that comes with a later poll. */
function isBehind({ time, ids }: Entry): boolean {
	const newest = newestOf(ids);
	return newest > 0 && (time ?? 0) > newest + ROUNDING_MS;
}

function threadsOf(source: Source, entry: Entry, account: Account) {
	return (elements: readonly JsonObject[]): Thread[] =>
		elements.map((element) => threadOf(source.elementsIn(element, entry, account)));
}

/**
 * A question that finds out whether the threads read so far hold all that is new: they begin with
 * the newest, the last one is known, and there is as much news as was expected, within limits.
 */
function holdsAllNews(entry: Entry, isNew: ReturnType<typeof isUnknown>) {
	const wasUnknown = isUnknown(entry);
	let counted = 0;
	let news = 0;
	let pagesForCount = 0;
	return (threads: readonly Thread[]): boolean => {
		news += threads.slice(counted).flat().filter(isNew).length;
		counted = threads.length;
		const last = threads.at(-1)?.[0];
		if (!last || !isNewestFirst(timesOf(threads))) return false;
		if (!entry.isRead) return (last.time ?? Infinity) <= entry.knownUntil;
		if (wasUnknown(last)) return false;
		return news >= entry.expected || ++pagesForCount >= MOST_PAGES_FOR_COUNT;
	};
}

/** Has the entry read again with a later poll, after what has changed by then. */
function comeAgain(entry: Entry, turn: number, failures: number): void {
	entry.failures = failures;
	entry.turn = turn + (failures > MANY_FAILURES ? POLLS_BETWEEN_TRIES : 1.5);
}

/** A rate limit or an outage says nothing of the entry. */
function failuresAfter({ failures }: Entry, failure: FailedCall | null): number {
	if (failure === null) return 0;
	return isRefusal(failure) ? failures + 1 : Math.max(failures, 1);
}

/** A page that was looked at again. */
export interface Look extends Place {
	elements: readonly JsonObject[];
	/** Whether it is the first of several. */
	isBeginning: boolean;
	failure: FailedCall | null;
}

/**
 * The number of comments stays the same when one is deleted as another arrives. So each poll looks at
 * one more page: the first pages of all entries in turn, and their other pages in between.
 * @returns undefined where there is no page
 */
export async function lookAgain(
	watched: Watched,
	calls: Calls,
	{ turn }: When,
): Promise<Look | undefined> {
	const { source, list } = watched;
	const entries = watchedIn(source, list).filter(
		({ turn: waiting, count }) => waiting === null && count !== 0,
	);
	const pages = [
		...entries.map((entry) => ({ entry, after: null, looked: entry.looked })),
		...entries.flatMap((entry) => (entry.deeper ? { entry, ...entry.deeper } : [])),
	].filter(({ looked }) => looked < turn);
	const page = minBy(pages, ({ looked }) => looked);
	if (!page) return undefined;
	const { entry, after: from } = page;
	const { parts, after, failure } = await readPages(calls, source.contents(entry.id), {
		from,
		partsIn: (elements) => elements,
		isEnough: () => true,
		most: 1,
	});
	if (from === null) entry.looked = turn;
	if (from !== null || entry.deeper === null) {
		entry.deeper = after === null || failure ? null : { after, looked: turn };
	}
	if (failure) comeAgain(entry, turn, failuresAfter(entry, failure));
	const isBeginning = from === null && after !== null;
	return { ...watched, entry, elements: parts, isBeginning, failure };
}

/** Whether there may be something new on a page that was looked at again, or after it. */
export function mayHoldNews({ source, entry, elements }: Look, account: Account): boolean {
	return (
		!entry.isRead || newIn(threadsOf(source, entry, account)(elements), isUnknown(entry)).length > 0
	);
}

/** What is new on the page; nothing where the entry is to be read instead, since more is behind. */
export function newOnPage(
	{ source, list, entry, elements, isBeginning }: Look,
	account: Account,
	{ turn }: When,
): NewItem[] {
	const threads = threadsOf(source, entry, account)(elements);
	const isNew = isUnknown(entry);
	const last = threads.at(-1)?.[0];
	if (!entry.isRead || (isBeginning && last && isNew(last))) {
		entry.turn = turn;
		return [];
	}
	const news = newIn(threads, isNew);
	Object.assign(entry, remember(entry, threads.flat(), source.mostIds(list.entries.size)));
	return news;
}
