import { z } from 'zod';

import { conversations, messagesIn } from '../shared/api/routes';
import { messageElement } from '../shared/events/fromApi';
import { fingerprint } from '../shared/events/item';
import { count, id, listedBy, moment, type Source } from './source';

/** How many conversations are remembered, and of how many messages in each the ids. */
const MOST_CONVERSATIONS = 200;
const MOST_IDS = 50;

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
	isWanted: () => true,
	chosen: [],
	mostRemembered: MOST_CONVERSATIONS,
	mostIds: () => MOST_IDS,
	// `updated_time` counts in seconds; two messages within one differ in the other fields.
	change: (listed, before) => {
		const isSame = listed.time === before.time && listed.shows === before.shows;
		return isSame && (listed.count ?? 0) <= (before.count ?? 0) ? null : 0;
	},
	contents: (conversationId) => messagesIn(conversationId, Infinity),
	elementsIn: (element, _, account) => [messageElement(element, account)],
};
