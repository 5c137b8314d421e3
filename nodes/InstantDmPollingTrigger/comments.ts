import { max, sortBy } from 'lodash';

import { posts } from '../shared/api/routes';
import type { Account } from '../shared/events/fromApi';
import type { CommentsCursor, WatchedPost } from './cursor';
import { postsIn, type ListedPost } from './listed';
import type { Found } from './news';
import { readingOf, readPost, type Reading } from './post';
import type { Reader } from './reader';
import { lookAgain } from './recheck';

export interface Watch {
	account: Account;
	/** How many of the newest posts. */
	maxPosts: number;
	/** Whether the comments on a post are wanted. */
	isWanted: (postId: string) => boolean;
	/** How far to look back from the first poll, in milliseconds. */
	lookBack: number;
	/** Milliseconds since 1970. */
	now: number;
}

/**
 * The comments that are new on the newest posts. One call lists the posts, and only those whose
 * `comments_count` has changed are read. That number stays the same when a comment is deleted as
 * another arrives, so each poll looks through one more page of comments besides (`lookAgain`).
 * @returns the news, the next cursor, and the posts that have more than a poll reads
 * @throws FailedCall
 */
export async function readComments(
	reader: Reader,
	cursor: CommentsCursor | null,
	{ account, maxPosts, isWanted, lookBack, now }: Watch,
): Promise<{ news: Found[]; cursor: CommentsCursor; cutShort: string[] }> {
	const since = cursor?.since ?? now - lookBack;
	const listed = postsIn(await reader.list(posts(maxPosts)));
	const readings: Reading[] = [];
	for (const post of listed.filter(({ id }) => isWanted(id))) {
		readings.push(await readPost(reader, readingOf(post, cursor, since, account)));
	}
	const again = await lookAgain(reader, readings, cursor);
	const found = again.readings.flatMap(({ news }) => news);
	const watched = again.readings.map(({ post }) => post);
	return {
		// What is there at the first poll is only recorded.
		news: cursor === null && lookBack === 0 ? [] : found,
		cursor: {
			since,
			polled: now,
			...postsToKeep(cursor, listed, watched, maxPosts),
			recheck: again.next,
		},
		cutShort: again.readings
			.filter(({ isCutShort }) => isCutShort)
			.map(({ listed: { id } }) => `post ${id}`),
	};
}

/**
 * The posts to know at the next poll: those watched now, and as many that are not in the list any
 * more, for a deleted post makes room for an older one, and an archived one may come back.
 */
function postsToKeep(
	cursor: CommentsCursor | null,
	listed: readonly ListedPost[],
	watched: readonly WatchedPost[],
	maxPosts: number,
): Pick<CommentsCursor, 'posts' | 'forgotten'> {
	const isListed = ({ id }: WatchedPost) => listed.some((post) => post.id === id);
	const gone = (cursor?.posts ?? []).filter((post) => !isListed(post));
	const newestGone = sortBy(gone, ({ published }) => -(published ?? 0));
	const unwatched = listed.filter(({ id }) => !watched.some((post) => post.id === id));
	const forgotten = cursor === null ? listed : [...unwatched, ...newestGone.slice(maxPosts)];
	return {
		posts: [...watched, ...newestGone.slice(0, maxPosts)],
		forgotten: max([cursor?.forgotten, ...forgotten.map(({ published }) => published)]) ?? null,
	};
}
