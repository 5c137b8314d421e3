import { difference, partition, sortBy, uniqBy } from 'lodash';

import type { FailedCall } from '../shared/api/failedCall';
import { readPages, type Calls } from './calls';
import { newestOf } from './known';
import type { Entry, ListMemory } from './memory';
import type { Listed, Source } from './sources';
import { isNewestFirst } from './threads';

/** How many pages of a list one poll reads. */
const MOST_PAGES = 20;
/** How many conversations are remembered that could not be read yet. */
const MOST_REFUSED = 1000;
/** What was refused so often in a row is tried less often, unless something in it has changed. */
export const MANY_FAILURES = 5;

/** A list in the course of a poll. */
export interface Watched {
	source: Source;
	list: ListMemory;
	/** Whether what was there before this poll does not count as new, since the list is read for the first time. */
	isSilent: boolean;
}

/** The number of this poll, and when the last one began. */
export interface When {
	turn: number;
	polled: number;
}

/** @param since nothing up to this moment is new */
export function newList(since: number): ListMemory {
	return {
		since,
		hasBegun: false,
		knownUntil: since,
		newest: since,
		rest: null,
		entries: new Map(),
	};
}

/** What came of asking for a list. */
export interface Listing {
	isListed: boolean;
	/** Whether there were entries that had not been listed before. */
	hasNewcomers: boolean;
	failure: FailedCall | null;
}

/** Asks for a list, and notes in memory what has changed. */
export async function listChanges(
	{ source, list }: Watched,
	calls: Calls,
	when: When,
): Promise<Listing> {
	const { listed, isListed, isWhole, failure } = await readList(source, list, calls);
	for (const id of list.entries.keys()) {
		// If it is wanted again, it begins as a new one.
		if (!source.isWanted(id)) list.entries.delete(id);
	}
	const { size } = list.entries;
	for (const one of listed.filter(({ id }) => source.isWanted(id))) {
		const entry = list.entries.get(one.id);
		if (entry) noteChange(source, one, entry, when);
		else list.entries.set(one.id, newEntry(source, one, list, when));
	}
	for (const id of isListed ? source.chosen : []) {
		if (list.entries.has(id)) continue;
		const entry = newEntry(source, unlisted(id), list, when);
		list.entries.set(id, { ...entry, isListed: false });
	}
	const hasNewcomers = list.entries.size > size;
	list.newest = Math.max(list.newest, ...listed.flatMap(({ time }) => time ?? []));
	if (isWhole && !source.hasChangedFirst) {
		const ids = new Set(listed.map(({ id }) => id));
		for (const entry of list.entries.values()) entry.isListed = ids.has(entry.id);
	}
	// A list that is empty at first may show its old entries later.
	list.hasBegun ||= isWhole && list.entries.size > 0;
	return { isListed, hasNewcomers, failure };
}

/** What is known of an entry that was chosen and is not listed. */
export const unlisted = (id: string): Listed => ({ id, time: null, shows: '', count: null });

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

function newEntry(source: Source, listed: Listed, list: ListMemory, when: When): Entry {
	const entry: Entry = {
		...listed,
		knownUntil: list.knownUntil,
		ids: '',
		isListed: true,
		isRead: false,
		turn: when.turn,
		expected: 0,
		rest: null,
		failures: 0,
		looked: when.turn,
		deeper: null,
	};
	const { time, count } = listed;
	const { hasBegun, newest } = list;
	if (source.hasChangedFirst) {
		const isOld = time !== null && time <= list.knownUntil;
		return isOld ? { ...entry, knownUntil: time, isRead: true, turn: null } : entry;
	}
	if (count === 0) return { ...entry, isRead: true, turn: null };
	// An older post comes into view because others were deleted, or more are watched.
	const cameIntoView = hasBegun && !(time !== null && time > newest);
	return cameIntoView ? { ...entry, knownUntil: when.polled } : entry;
}

function noteChange(source: Source, listed: Listed, entry: Entry, { turn }: When): void {
	const news = source.change(listed, entry);
	Object.assign(entry, listed, { isListed: true });
	if (news === null) return;
	entry.turn = Math.min(entry.turn ?? turn, turn);
	entry.expected += news;
	if (entry.rest) entry.rest.again = true;
}

/** The entries whose turn it is to be read, because something in them may be new. */
export function changedIn({ source, list }: Watched, when: When): Entry[] {
	return watchedIn(source, list).filter(({ turn }) => turn !== null && turn < when.turn + 1);
}

export function watchedIn(source: Source, { entries }: ListMemory): Entry[] {
	return [...entries.values()].filter(
		(entry) => source.isWanted(entry.id) && isWatched(source, entry),
	);
}

/**
 * Whether it is listed, was chosen, or still holds what is to be read; unless it is refused again and
 * again, as a deleted post is.
 */
function isWatched({ chosen }: Source, { id, isListed, turn, failures }: Entry): boolean {
	return isListed || chosen.includes(id) || (turn !== null && failures <= MANY_FAILURES);
}

/** Forgets what there is no room for, the oldest first. */
export function forgetOldest({ source, list }: Watched): void {
	if (list.rest !== null) return;
	const all = [...list.entries.values()];
	const [needed, others] = partition(all, (entry) =>
		source.hasChangedFirst ? entry.turn !== null : isWatched(source, entry),
	);
	const [refused, waiting] = partition(
		needed,
		({ failures }) => source.hasChangedFirst && failures > 0,
	);
	// What was read of a conversation may be newer than what its list said.
	const lastOf = ({ time, ids }: Entry) =>
		Math.max(time ?? 0, source.hasChangedFirst ? newestOf(ids) : 0);
	const newest = (entries: Entry[], most: number) =>
		sortBy(entries, (entry) => -lastOf(entry)).slice(0, most);
	const kept = [
		...waiting,
		...newest(refused, MOST_REFUSED),
		...newest(others, source.mostRemembered),
	];
	const dropped = difference(all, kept);
	if (dropped.length === 0) return;
	list.entries = new Map(kept.map((entry) => [entry.id, entry]));
	if (source.hasChangedFirst) {
		list.knownUntil = Math.max(list.knownUntil, ...dropped.map(lastOf));
	}
}
