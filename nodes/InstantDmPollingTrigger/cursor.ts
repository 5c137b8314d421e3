import { z } from 'zod';

import { seenSchema } from './seen';

/** All moments are milliseconds since 1970. */
const moment = z.number();

const post = z.object({
	id: z.string(),
	published: moment.nullable(),
	/** `comments_count` as of the last reading; null when it is still to be read. */
	count: z.number().nullable(),
	/** Its comments, and the comments under these. */
	seen: seenSchema,
});

const comments = z.object({
	/** Of the first poll, less what it was to look back. */
	since: moment,
	/** Of the last poll. */
	polled: moment,
	posts: z.array(post),
	/** When the newest of the posts that are not in `posts` was published, as far as known. */
	forgotten: moment.nullable(),
	/** Where to go on with looking through unchanged posts: a post and a page of its comments. */
	recheck: z.object({ post: z.string(), after: z.string().nullable() }).nullable().catch(null),
});

const conversation = z.object({
	id: z.string(),
	updated: moment.nullable(),
	/** Stands for its last message, as far as the list of conversations shows it. */
	last: z.string(),
	unread: z.number().nullable(),
	/** Its messages. */
	seen: seenSchema,
});

const messages = z.object({
	conversations: z.array(conversation),
	/** Up to this moment, nothing in a conversation that is not in `conversations` is news. */
	forgotten: moment.nullable(),
});

/**
 * How far the trigger has come: all that it keeps from one poll to the next, in n8n's static data.
 * Of each part, what is missing or unreadable begins anew.
 */
const cursor = z.object({
	version: z.literal(1),
	account: z.object({
		/** A hash of the API key: with another key it may be another account. */
		key: z.string(),
		id: z.string().nullable(),
		username: z.string().nullable(),
	}),
	comments: comments.nullable().catch(null),
	messages: messages.nullable().catch(null),
});

export type Cursor = z.infer<typeof cursor>;
export type CommentsCursor = z.infer<typeof comments>;
export type WatchedPost = z.infer<typeof post>;
export type MessagesCursor = z.infer<typeof messages>;
export type WatchedConversation = z.infer<typeof conversation>;

/** @param kept what n8n kept: it may come from another version of this node, or be n8n's proxies */
export function readCursor(kept: unknown): Cursor | null {
	return cursor.safeParse(kept).data ?? null;
}
