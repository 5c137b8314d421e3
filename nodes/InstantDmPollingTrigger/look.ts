import type { Access } from '../shared/api/credential';
import type { Ask } from '../shared/api/pages';
import { wantedMedia } from '../shared/filters/options';
import { readAccount } from './account';
import { readComments } from './comments';
import type { Cursor } from './cursor';
import { readMessages } from './messages';
import { oldestFirst, type Found } from './news';
import { Reader } from './reader';
import type { Settings } from './settings';

const HOUR = 60 * 60 * 1000;

/** How many calls one poll makes for comments, and how many for messages; a few more at most. */
const MOST_CALLS = 100;

/** What a poll works with. */
export interface Task {
	call: Ask;
	access: Access;
	settings: Settings;
	/** Milliseconds since 1970. */
	now: number;
}

/** What a poll came to. */
export interface Outcome {
	/** Comments and messages, oldest first, before any filter. */
	news: Found[];
	/** For the next poll. */
	cursor: Cursor;
	/** What has more that is new than one poll reads. */
	cutShort: string[];
}

/**
 * One poll: what has happened since the cursor, and the cursor after it.
 * @param cursor null for the first poll
 * @throws FailedCall for any call that fails: then nothing is moved on
 */
export async function look(task: Task, cursor: Cursor | null): Promise<Outcome> {
	const { call, access, now } = task;
	const { events, options } = task.settings;
	const lookBack = options.lookBack * HOUR;
	const known = await readAccount(new Reader(call, MOST_CALLS), access, cursor);
	const { account } = known;
	const comments = events.includes('comment')
		? await readComments(new Reader(call, MOST_CALLS), known.cursor?.comments ?? null, {
				account,
				maxPosts: options.maxPosts,
				isWanted: isWanted(task.settings),
				lookBack,
				now,
			})
		: null;
	const messages = events.includes('dm_received')
		? await readMessages(new Reader(call, MOST_CALLS), known.cursor?.messages ?? null, account, {
				since: now - lookBack,
				looksBack: lookBack > 0,
			})
		: null;
	return {
		news: oldestFirst([...(comments?.news ?? []), ...(messages?.news ?? [])]),
		cursor: {
			version: 1,
			account,
			comments: comments?.cursor ?? null,
			messages: messages?.cursor ?? null,
		},
		cutShort: [...(comments?.cutShort ?? []), ...(messages?.cutShort ?? [])],
	};
}

/** Of the posts, those that were chosen; all where none was. */
export function isWanted({ options }: Settings): (postId: string) => boolean {
	const wanted = wantedMedia(options);
	return (postId) => wanted.length === 0 || wanted.includes(postId);
}
