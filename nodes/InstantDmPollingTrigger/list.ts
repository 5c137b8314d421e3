import { clamp, difference, map, max, minBy, partition, sortBy, uniqBy } from 'lodash';

import type { FailedCall } from '../shared/api/failedCall';
import type { Account } from '../shared/events/fromApi';
import type { JsonObject } from '../shared/json/exactJson';
import { countIds, isUnknown, remember, type Entry, type ListMemory } from './memory';
import { readPages, type Calls } from './reading';
import {
	isNewestFirst,
	newIn,
	threadOf,
	timesOf,
	type Listed,
	type NewItem,
	type Source,
	type Thread,
} from './source';

/** How far n8n's clock may be ahead of Instagram's: from so long before, each one is known by its id. */
const CLOCK_MARGIN_MS = 15 * 60 * 1000;
/** How many pages of a list, and of one entry in it, one poll reads. */
const MOST_PAGES = 20;
/** How many pages of an entry are read only because its count says that there is something new. */
const MOST_PAGES_FOR_COUNT = 6;
/** How many ids a reading that takes several polls collects. */
const MOST_UNSETTLED = 10_000;

/** The number of this poll, and when the last one was. */
export interface When {
	turn: number;
	polled: number;
}

/** From when on things are known by their ids, so that no clock decides. */
const before = (moment: number) => moment - CLOCK_MARGIN_MS;

/** @param since nothing before this moment is new */
export function newList(since: number): ListMemory {
	return {
		since,
		hasBegun: false,
		knownUntil: before(since),
		newest: before(since),
		rest: null,
		entries: new Map(),
	};
}

/**
 * Asks for the list, and notes in memory what has changed.
 * @returns whether anything was listed, and the call that failed
 */
export async function listChanges(
	source: Source,
	list: ListMemory,
	calls: Calls,
	when: When,
): Promise<{ isListed: boolean; hasNewcomers: boolean; failure: FailedCall | null }> {
	const { listed, isListed, isWhole, failure } = await readList(source, list, calls);
	const wanted = listed.filter(({ id }) => source.isWanted(id));
	const unlisted = unlistedIn(source, listed).filter(({ id }) => !list.entries.has(id));
	let hasNewcomers = false;
	for (const one of isListed ? [...wanted, ...unlisted] : []) {
		const entry = list.entries.get(one.id);
		if (entry) noteChange(source, one, entry, when);
		else list.entries.set(one.id, newEntry(source, one, list, when, wanted.includes(one)));
		hasNewcomers ||= entry === undefined;
	}
	const times = listed.flatMap(({ time }) => time ?? []);
	list.newest = Math.max(list.newest, ...times);
	if (isWhole && !source.hasChangedFirst) {
		const ids = new Set(listed.map(({ id }) => id));
		for (const entry of list.entries.values()) entry.isListed = ids.has(entry.id);
	}
	if (isWhole && !list.hasBegun) {
		list.knownUntil = firstKnownUntil(list, times);
		list.hasBegun = true;
	}
	return { isListed, hasNewcomers, failure };
}

/** The chosen entries that are not listed. */
export function unlistedIn(source: Source, listed: readonly Listed[]): Listed[] {
	return difference(source.chosen, map(listed, 'id')).map((id) => ({
		id,
		time: null,
		shows: '',
		count: null,
	}));
}

/** Instagram's clock shows best what was there when the list was first read. */
function firstKnownUntil({ since, knownUntil }: ListMemory, times: readonly number[]): number {
	return clamp((max(times) ?? knownUntil) - 1, knownUntil, since);
}

/** The list from its beginning to where nothing has changed, and what an earlier poll left of it. */
async function readList(source: Source, list: ListMemory, calls: Calls) {
	const read = async (from: string | null, until: number) =>
		await readPages(calls, source.request, {
			from,
			partsIn: source.listedIn,
			isEnough: (listed: readonly Listed[]) =>
				listed.length >= source.mostListed || (source.hasChangedFirst && reaches(listed, until)),
			most: MOST_PAGES,
		});
	const { newest, rest } = list;
	const until = rest?.until ?? newest;
	const top = await read(null, rest?.after === null ? until : newest);
	let { end, failure } = top;
	const parts = [...top.parts];
	if (end === 'more') {
		if (top.pages > 0 && source.hasChangedFirst) list.rest = { after: top.after, until };
	} else if (rest?.after != null) {
		const further = await read(rest.after, until);
		({ end, failure } = further);
		parts.push(...further.parts);
		list.rest = end === 'more' ? { after: further.after, until } : null;
	} else {
		list.rest = null;
	}
	const listed = uniqBy(parts, ({ id }) => id).slice(0, source.mostListed);
	return { listed, isListed: top.pages > 0, isWhole: end !== 'more', failure };
}

function reaches(listed: readonly Listed[], moment: number): boolean {
	const times = listed.flatMap(({ time }) => time ?? []);
	return isNewestFirst(times) && (times.at(-1) ?? Infinity) < moment;
}

function newEntry(
	source: Source,
	listed: Listed,
	list: ListMemory,
	when: When,
	isListed: boolean,
): Entry {
	const { time, count } = listed;
	const entry: Entry = {
		...listed,
		knownUntil: before(list.since),
		ids: '',
		isListed,
		isRead: false,
		turn: when.turn,
		expected: 0,
		rest: null,
		isFailing: false,
		looked: when.turn,
		deeper: null,
	};
	if (source.hasChangedFirst) {
		const knownUntil = list.hasBegun ? list.knownUntil : list.since;
		const isOld = time !== null && time <= (list.hasBegun ? knownUntil : before(knownUntil));
		return isOld
			? { ...entry, knownUntil: time, isRead: true, turn: null }
			: { ...entry, knownUntil };
	}
	// An older post comes into view because others were deleted, or more are watched.
	const isNewPost = list.hasBegun && time !== null && time > list.newest;
	if (count === 0) return { ...entry, isRead: true, turn: null };
	if (isNewPost) return entry;
	return { ...entry, knownUntil: list.hasBegun ? when.polled : list.since };
}

function noteChange(source: Source, listed: Listed, entry: Entry, { turn }: When): void {
	const news = source.change(listed, entry);
	Object.assign(entry, listed, { isListed: true });
	if (news === null) return;
	entry.turn ??= turn;
	entry.expected += news;
	if (entry.rest) entry.rest.again = true;
}

/** The entries whose turn it is to be read, because something in them may be new. */
export function changedIn(source: Source, list: ListMemory, when: When): Entry[] {
	return watchedIn(source, list).filter(({ turn }) => turn !== null && turn < when.turn + 1);
}

function watchedIn(source: Source, { entries }: ListMemory): Entry[] {
	return [...entries.values()].filter(
		({ id, isListed }) => source.isWanted(id) && (isListed || source.chosen.includes(id)),
	);
}

/**
 * Reads an entry, down to where its news begins. What is left of it waits for the next poll, in which
 * other entries come first.
 */
export async function readEntry(
	source: Source,
	list: ListMemory,
	entry: Entry,
	calls: Calls,
	account: Account,
	{ turn }: When,
): Promise<{ news: NewItem[]; failure: FailedCall | null }> {
	const { rest } = entry;
	const ids = rest?.ids ?? '';
	const isNew = isUnknown({ ...entry, ids: entry.ids + ids });
	const reading = await readPages(calls, source.contents(entry.id), {
		from: rest?.after ?? null,
		partsIn: threadsOf(source, entry, account),
		isEnough: holdsAllNews(entry, isNew),
		most: MOST_PAGES,
	});
	const { parts: threads, end, after, failure } = reading;
	const news = newIn(threads, isNew);
	const things = threads.flat();
	const unsettled = remember({ knownUntil: 0, ids }, things, Infinity).ids;
	if (end === 'more' && countIds(unsettled) < MOST_UNSETTLED) {
		const hasRest = rest !== null || reading.pages > 0;
		Object.assign(entry, {
			expected: entry.expected - news.length,
			rest: hasRest ? { after, ids: unsettled, again: rest?.again ?? false } : null,
			// A chosen post that is not listed is looked at in turn, whatever comes of it.
			turn: entry.isListed || failure === null ? turn + 1.5 : null,
			isFailing: failure !== null,
			looked: turn,
		} satisfies Partial<Entry>);
		return { news, failure };
	}
	// A list that is empty although there is something may show its old ones later.
	const isDoubtful = unsettled === '' && entry.count !== 0 && entry.count !== null;
	const isKnown = entry.isRead || isDoubtful || end === 'more';
	const knownUntil = isKnown
		? entry.knownUntil
		: Math.max(before(entry.knownUntil), before(list.since));
	Object.assign(entry, {
		...remember({ knownUntil, ids: entry.ids + unsettled }, [], source.mostIds(list.entries.size)),
		isRead: true,
		turn: rest?.again === true ? turn + 1 : null,
		expected: 0,
		rest: null,
		isFailing: false,
		looked: turn,
	} satisfies Partial<Entry>);
	return { news, failure };
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
		if (!entry.isRead) {
			return (last.time ?? Infinity) <= before(entry.knownUntil);
		}
		if (wasUnknown(last)) return false;
		return news >= entry.expected || ++pagesForCount >= MOST_PAGES_FOR_COUNT;
	};
}

/** A page that was looked at again. */
export interface Look {
	entry: Entry;
	elements: readonly JsonObject[];
	/** Whether it is the first of several. */
	isBeginning: boolean;
	failure: FailedCall | null;
	/** Whether the entry was not refused before. */
	isNewlyFailing: boolean;
}

/**
 * The number of comments stays the same when one is deleted as another arrives. So each poll looks at
 * one more page: the first pages of all entries in turn, and their other pages in between.
 * @returns undefined where there is no page
 */
export async function lookAgain(
	source: Source,
	list: ListMemory,
	calls: Calls,
	{ turn }: When,
): Promise<Look | undefined> {
	const entries = watchedIn(source, list).filter(
		({ turn: waiting, count }) => waiting === null && count !== 0,
	);
	const places = [
		...entries.map((entry) => ({ entry, after: null, looked: entry.looked })),
		...entries.flatMap((entry) => (entry.deeper ? { entry, ...entry.deeper } : [])),
	].filter(({ looked }) => looked < turn);
	const place = minBy(places, ({ looked }) => looked);
	if (!place) return undefined;
	const { entry, after: from } = place;
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
	const isNewlyFailing = failure !== null && !entry.isFailing;
	entry.isFailing = failure !== null;
	const isBeginning = from === null && after !== null;
	return { entry, elements: parts, isBeginning, failure, isNewlyFailing };
}

/** What is new on a page that was looked at again. */
export function unknownOnPage(
	source: Source,
	{ entry, elements }: Look,
	account: Account,
): NewItem[] {
	return newIn(threadsOf(source, entry, account)(elements), isUnknown(entry));
}

/** The same, known from now on; or the entry has its turn, where more may follow the page. */
export function newOnPage(
	source: Source,
	list: ListMemory,
	look: Look,
	account: Account,
	{ turn }: When,
): NewItem[] {
	const { entry, elements, isBeginning } = look;
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

/** Forgets what there is no room for, the oldest first. */
export function forgetOldest(source: Source, list: ListMemory): void {
	if (list.rest !== null) return;
	const isNeeded = ({ id, isListed, turn, isFailing }: Entry) =>
		source.hasChangedFirst ? turn !== null && !isFailing : isListed || source.chosen.includes(id);
	const [needed, others] = partition([...list.entries.values()], isNeeded);
	const newest = sortBy(others, ({ time }) => -(time ?? 0));
	const dropped = newest.slice(source.mostRemembered);
	if (dropped.length === 0) return;
	const kept = [...needed, ...newest.slice(0, source.mostRemembered)];
	list.entries = new Map(kept.map((entry) => [entry.id, entry]));
	if (source.hasChangedFirst) {
		list.knownUntil = max([list.knownUntil, ...dropped.map(({ time }) => time)]) ?? list.knownUntil;
	}
}
