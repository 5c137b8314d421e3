import { z } from 'zod';

import { commenterOf } from '../instagram';
import type { LedgerEntry } from '../ledger';
import type { Settings } from '../settings';
import type { EventName } from './events';

/** A delivery to come: event and payload. */
export interface Event {
	event: EventName;
	payload: object;
}

const replySchema = z.object({ comment_text: z.string() });
const messageSchema = z.object({ message: z.object({}).passthrough() });

function ownComment(entry: LedgerEntry, text: string, account: Settings['account']): Event {
	const { id, username } = account;
	const at = Date.parse(entry.at);
	const value = {
		id: entry.id,
		parent_id: entry.to,
		text,
		from: { id, username, self_ig_scoped_id: `9${id}` },
		media: { id: '18071354672638470', media_product_type: 'FEED' },
	};
	return {
		event: 'comment',
		payload: {
			object: 'instagram',
			// Comments carry seconds where messages carry milliseconds.
			entry: [{ id, time: Math.floor(at / 1000), changes: [{ field: 'comments', value }] }],
		},
	};
}

function messaging(
	entry: LedgerEntry,
	from: string,
	to: string,
	account: string,
	part: object,
): Event {
	const timestamp = Date.parse(entry.at);
	const element = { sender: { id: from }, recipient: { id: to }, timestamp, ...part };
	return {
		event: 'dm_received',
		payload: {
			object: 'instagram',
			entry: [{ id: account, time: timestamp, messaging: [element] }],
		},
	};
}

/**
 * What Instagram tells the account about its own doing: its reply as a new comment, its message as
 * an echo, then the other side's read receipt. Nothing for what was not delivered.
 * @see https://developers.facebook.com/docs/instagram-platform/self-messaging
 */
export function echoesOf(entry: LedgerEntry, account: Settings['account']): Event[] {
	if (!entry.delivered || entry.to === null) return [];
	const reply = replySchema.safeParse(entry.body);
	if (reply.success) return [ownComment(entry, reply.data.comment_text, account)];
	const sent = messageSchema.safeParse(entry.body);
	if (!sent.success) return [];
	const { message } = sent.data;
	const isPrivateReply = z.object({ comment_id: z.string() }).safeParse(entry.body).success;
	const person = isPrivateReply ? commenterOf(entry.to) : entry.to;
	const { attachment, ...rest } = message;
	const echo = {
		mid: entry.id,
		is_echo: true,
		...('text' in rest && { text: rest.text }),
		...(attachment !== undefined && { attachments: [attachment] }),
	};
	return [
		messaging(entry, account.id, person, account.id, { message: echo }),
		messaging(entry, person, account.id, account.id, { read: { mid: entry.id } }),
	];
}
