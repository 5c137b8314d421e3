import type { ApiRequest } from '../shared/api/request';
import { commentsOn } from '../shared/api/routes';
import { commentElements, type Account } from '../shared/events/fromApi';
import type { JsonObject } from '../shared/json/exactJson';
import type { CommentsCursor, WatchedPost } from './cursor';
import type { ListedPost } from './listed';
import {
	holdsAllNews,
	isNewestFirst,
	newsIn,
	reachesBackTo,
	threadOf,
	timesOf,
	type Found,
	type Thread,
} from './news';
import type { End, Reader } from './reader';
import { nothingSeen, see, type Seen } from './seen';

/** How many comments of a post are remembered one by one. */
const MOST_REMEMBERED = 1000;
/** How many pages of a post's comments one poll reads. */
const MOST_PAGES = 20;
/** How many pages a post's first reading takes, even where less would do. */
const FIRST_PAGES = 4;

/** A post in the course of a poll. */
export interface Reading {
	/** As the list of posts has it. */
	listed: ListedPost;
	/** As the next poll is to know it. */
	post: WatchedPost;
	/** The list of its comments. */
	comments: ApiRequest;
	/** The threads that the elements of a page of comments are. */
	threadsIn: (elements: readonly JsonObject[]) => Thread[];
	news: Found[];
	/** Whether there may be news that was not read. */
	isCutShort: boolean;
}

/** A post before its comments are read. */
export function readingOf(
	listed: ListedPost,
	cursor: CommentsCursor | null,
	since: number,
	account: Account,
): Reading {
	return {
		listed,
		post: cursor?.posts.find(({ id }) => id === listed.id) ?? newPost(listed, cursor, since),
		comments: commentsOn(listed.id, Infinity),
		threadsIn: (elements) =>
			elements.map((comment) => threadOf(commentElements(comment, account, listed))),
		news: [],
		isCutShort: false,
	};
}

/**
 * A post that the cursor does not hold. On one published since the last poll, all comments are new.
 * An older one comes into view because others were deleted or more are to be watched: there, what
 * came after the last poll is new.
 */
function newPost(listed: ListedPost, cursor: CommentsCursor | null, since: number): WatchedPost {
	const { id, published } = listed;
	const isNewest = cursor?.forgotten == null || (published ?? 0) > cursor.forgotten;
	const floor = cursor === null ? since : isNewest ? null : cursor.polled;
	return { id, published, count: null, seen: nothingSeen(floor) };
}

/**
 * Reads a post's comments, when their number has changed or they were not read before.
 * @throws FailedCall
 */
export async function readPost(reader: Reader, reading: Reading): Promise<Reading> {
	const { listed, post } = reading;
	const isFirst = post.count === null;
	if (listed.count === 0) {
		return { ...reading, post: { ...post, count: 0, ...(isFirst && { seen: nothingSeen(null) }) } };
	}
	if (reader.isSpent || (!isFirst && listed.count === post.count)) return reading;
	return isFirst ? await readFirst(reader, reading) : await readChanged(reader, reading);
}

/** Down to where its news begins, and some pages more, so that what comes late is told apart. */
async function readFirst(reader: Reader, reading: Reading): Promise<Reading> {
	const { floor } = reading.post.seen;
	const { entries, end } = await reader.pages(reading.comments, reading.threadsIn, {
		isEnough: (threads, pages) => pages >= FIRST_PAGES && reachesBackTo(threads, floor),
		most: MOST_PAGES,
	});
	return withCount(withThreads(reading, entries, firstFloor(entries, end, floor)), end);
}

/**
 * Before which moment comments count as seen from now on: none where all are known one by one, else
 * what is older than the oldest one read.
 */
function firstFloor(threads: readonly Thread[], end: End, floor: number | null): number | null {
	if (end === 'last page' || floor === null) return null;
	const times = timesOf(threads);
	return isNewestFirst(times) ? Math.min(floor, ...times) : floor;
}

/** As far as there can be as many new ones as the number of comments has risen. */
async function readChanged(reader: Reader, reading: Reading): Promise<Reading> {
	const { listed, post } = reading;
	const expected = (listed.count ?? 0) - (post.count ?? 0);
	const { entries, end } = await reader.pages(reading.comments, reading.threadsIn, {
		isEnough: (threads) => holdsAllNews(threads, post.seen, expected),
		most: MOST_PAGES,
	});
	return withCount(withThreads(reading, entries), end);
}

function withCount(reading: Reading, end: End): Reading {
	const { listed, post } = reading;
	return { ...reading, post: { ...post, count: listed.count }, isCutShort: end === 'limit' };
}

/** The reading with more of the post's comments; `floor`, where one is set, holds from now on. */
export function withThreads(
	reading: Reading,
	threads: readonly Thread[],
	floor: number | null = reading.post.seen.floor,
): Reading {
	const { post, news } = reading;
	const before: Seen = { ...post.seen, floor };
	return {
		...reading,
		post: { ...post, seen: see(before, threads.flat(), MOST_REMEMBERED) },
		news: [...news, ...newsIn(threads, post.seen)],
	};
}
