import { uniqBy } from 'lodash';
import { z } from 'zod';

import { fingerprint } from '../shared/events/item';
import type { JsonObject } from '../shared/json/exactJson';
import { toMoment } from '../shared/json/time';

/** Read tolerantly: what is missing or of another kind is null, and only an id is needed. */
const id = z.union([z.string().min(1), z.number().int().transform(String)]);
const count = z.number().nonnegative().nullable().catch(null);
const moment = z.union([z.string(), z.number()]).transform(toMoment).nullable().catch(null);

const post = z
	.object({
		id,
		timestamp: moment,
		comments_count: count,
		media_product_type: z.string().nullable().catch(null),
	})
	.transform((read) => ({
		id: read.id,
		published: read.timestamp,
		count: read.comments_count,
		productType: read.media_product_type,
	}));

/** Of the messages in a conversation, only which they are: links to files change with each call. */
const messageIds = z
	.object({ data: z.array(z.object({ id: z.string() })) })
	.transform(({ data }) => data.map((message) => message.id))
	.nullable()
	.catch(null);

const conversation = z
	.object({
		id,
		updated_time: moment,
		unread_count: count,
		snippet: z.string().nullable().catch(null),
		messages: messageIds,
	})
	.transform(({ snippet, messages, ...read }) => ({
		id: read.id,
		updated: read.updated_time,
		unread: read.unread_count,
		last: fingerprint(JSON.stringify([snippet, messages])),
	}));

/** A post in the list of posts. */
export type ListedPost = z.infer<typeof post>;

/** A conversation in the list of conversations; `last` stands for what it shows of the last message. */
export type ListedConversation = z.infer<typeof conversation>;

/** Each once, even where a page of the list came twice. */
export function postsIn(elements: readonly JsonObject[]): ListedPost[] {
	const posts = elements.flatMap((element) => post.safeParse(element).data ?? []);
	return uniqBy(posts, ({ id }) => id);
}

export function conversationsIn(elements: readonly JsonObject[]): ListedConversation[] {
	return elements.flatMap((element) => conversation.safeParse(element).data ?? []);
}
