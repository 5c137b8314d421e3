import { z, type ZodType, type ZodTypeDef } from 'zod';

import type { ApiRequest } from '../shared/api/request';
import { commentsOn, conversations, messagesIn, posts } from '../shared/api/routes';
import type { Element } from '../shared/events/elements';
import { commentElements, messageElement, type Account } from '../shared/events/fromApi';
import { fingerprint } from '../shared/events/item';
import { wantedMedia, type FilterOptions } from '../shared/filters/options';
import type { JsonObject } from '../shared/json/exactJson';
import { toMoment } from '../shared/json/time';
import type { Entry } from './memory';

/** A post or a conversation as its list shows it; the fields are those of `Entry`. */
export type Listed = Pick<Entry, 'id' | 'time' | 'shows' | 'count'>;

/** A list whose entries hold what may be new: posts with comments, conversations with messages. */
export interface Source {
	/** What an entry is called in n8n's log. */
	name: 'post' | 'conversation';
	request: ApiRequest;
	listedIn: (elements: readonly JsonObject[]) => Listed[];
	/** How many entries to list at most. */
	mostListed: number;
	/** Whether what has changed comes first in the list, so that the rest needs no reading. */
	hasChangedFirst: boolean;
	/** Whether an entry without contents cannot be, so that it is read again. */
	isNeverEmpty: boolean;
	isWanted: (id: string) => boolean;
	/** Entries that are watched whether or not they are listed. */
	chosen: readonly string[];
	/** How many entries are remembered that are no longer listed or have not changed. */
	mostRemembered: number;
	/** How many things of an entry are known one by one, of so many entries. */
	mostIds: (entries: number) => number;
	/** How many new things there are at least; null where nothing has changed. */
	change: (listed: Listed, before: Entry) => number | null;
	contents: (id: string) => ApiRequest;
	/** What an element of the contents brings. */
	elementsIn: (
		element: JsonObject,
		entry: Pick<Entry, 'id' | 'shows'>,
		account: Account,
	) => Element[];
}

/** What is missing or of another kind is null; only an id is needed. */
const id = z.union([z.string().min(1), z.number().int().transform(String)]);
const count = z.number().nonnegative().nullable().catch(null);
const moment = z.union([z.string(), z.number()]).transform(toMoment).nullable().catch(null);

/** Reads the elements of a list tolerantly: what is none of them is left out. */
function listedBy(schema: ZodType<Listed, ZodTypeDef, unknown>) {
	return (elements: readonly JsonObject[]): Listed[] =>
		elements.flatMap((element) => schema.safeParse(element).data ?? []);
}

/** The most ids that fit into n8n's static data with up to 200 posts, and those of one post. */
const MOST_IDS = 12_000;
const MOST_IDS_OF_POST = 1000;

const post = z
	.object({
		id,
		timestamp: moment,
		comments_count: count,
		media_product_type: z.string().catch(''),
	})
	.transform(({ media_product_type, timestamp, comments_count, ...rest }) => ({
		...rest,
		time: timestamp,
		shows: media_product_type,
		count: comments_count,
	}));

/** The comments on the newest posts, or on those that were chosen. */
export function commentsSource(options: FilterOptions & { maxPosts: number }): Source {
	const chosen = wantedMedia(options);
	return {
		name: 'post',
		request: posts(options.maxPosts),
		listedIn: listedBy(post),
		mostListed: options.maxPosts,
		hasChangedFirst: false,
		isNeverEmpty: false,
		isWanted: (postId) => chosen.length === 0 || chosen.includes(postId),
		chosen,
		mostRemembered: options.maxPosts,
		mostIds: (entries) => Math.min(MOST_IDS_OF_POST, Math.floor(MOST_IDS / entries)),
		change: (listed, before) => {
			if (listed.count !== null && listed.count === before.count) return null;
			return (listed.count ?? 0) - (before.count ?? listed.count ?? 0);
		},
		contents: (postId) => commentsOn(postId, Infinity),
		elementsIn: (element, { id: postId, shows }, account) =>
			commentElements(element, account, { id: postId, productType: shows || null }),
	};
}

/** How many conversations are remembered, and of how many messages in each the ids. */
const MOST_CONVERSATIONS = 200;
const MOST_IDS_OF_CONVERSATION = 50;

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
	.transform(({ updated_time, unread_count, snippet, messages, ...rest }) => ({
		...rest,
		time: updated_time,
		shows: fingerprint(JSON.stringify([snippet, messages])),
		count: unread_count,
	}));

/** The messages of the conversations. */
export const messagesSource: Source = {
	name: 'conversation',
	request: conversations(Infinity),
	listedIn: listedBy(conversation),
	mostListed: Infinity,
	hasChangedFirst: true,
	isNeverEmpty: true,
	isWanted: () => true,
	chosen: [],
	mostRemembered: MOST_CONVERSATIONS,
	mostIds: () => MOST_IDS_OF_CONVERSATION,
	// `updated_time` counts in seconds; two messages within one differ in the other fields.
	change: (listed, before) => {
		const isSame = listed.time === before.time && listed.shows === before.shows;
		return isSame && (listed.count ?? 0) <= (before.count ?? 0) ? null : 0;
	},
	contents: (conversationId) => messagesIn(conversationId, Infinity),
	elementsIn: (element, _, account) => [messageElement(element, account)],
};
