import { z } from 'zod';

import type { Instagram } from '../instagram/instagram';
import type { Row } from '../instagram/rows';
import type { EventName } from './events';

/** A delivery to come: event and payload. */
export interface Event {
	event: EventName;
	payload: object;
}

/** A comment as Meta's webhook tells it. */
export function commentEvent(comment: Row<'comment'>, instagram: Instagram): Event {
	const { id, username } = instagram.person(comment.personId);
	const { account } = instagram.settings;
	const isOwn = id === account.id;
	const value = {
		id: comment.id,
		...(comment.parentId !== undefined && { parent_id: comment.parentId }),
		text: comment.text,
		from: { id, username, ...(isOwn && { self_ig_scoped_id: `9${id}` }) },
		media: { id: comment.postId, media_product_type: 'FEED' },
	};
	// Comments carry seconds where messages carry milliseconds.
	const time = Math.floor(comment.at / 1000);
	const entry = [{ id: account.id, time, changes: [{ field: 'comments', value }] }];
	return { event: 'comment', payload: { object: 'instagram', entry } };
}

interface Messaging {
	from: string;
	to: string;
	at: number;
	/** What happened: `message`, `postback`, `read`. */
	part: object;
}

function messaging({ from, to, at, part }: Messaging, account: string): Event {
	const element = { sender: { id: from }, recipient: { id: to }, timestamp: at, ...part };
	return {
		event: 'postback' in part ? 'postback' : 'dm_received',
		payload: { object: 'instagram', entry: [{ id: account, time: at, messaging: [element] }] },
	};
}

/** A message as Meta's webhook tells it, the account's own as an echo. */
export function messageEvent(message: Row<'message'>, { settings }: Instagram): Event {
	const { id, personId, isOwn, text, attachments, repliesToStory, isUnsupported, at } = message;
	const account = settings.account.id;
	const [from, to] = isOwn ? [account, personId] : [personId, account];
	const told = {
		mid: id,
		...(isOwn && { is_echo: true }),
		...(text !== undefined && { text }),
		...(attachments.length > 0 && { attachments }),
		...(repliesToStory && { reply_to: { story: repliesToStory } }),
		...(isUnsupported && { is_unsupported: true }),
	};
	return messaging({ from, to, at, part: { message: told } }, account);
}

/** What the other side of a conversation did: read, tapped. */
export function personEvent(
	{ personId, at }: Row<'message'>,
	part: object,
	{ settings }: Instagram,
) {
	const account = settings.account.id;
	return messaging({ from: personId, to: account, at, part }, account);
}

/** The other side's read receipt. */
export const readEvent = (message: Row<'message'>, instagram: Instagram): Event =>
	personEvent(message, { read: { mid: message.id } }, instagram);

/** The event of a comment or a message that Instagram has. */
export function eventOf(id: string, instagram: Instagram): Event {
	const comment = instagram.get('comment', id);
	if (comment) return commentEvent(comment, instagram);
	const message = instagram.get('message', id);
	if (message) return messageEvent(message, instagram);
	throw new Error(`There is no comment or message ${id}`);
}

const identified = z.object({ id: z.string() });
const announced = z.object({
	entry: z.array(
		z.object({
			time: z.number().optional(),
			changes: z
				.array(
					z.object({
						value: z.object({
							id: z.string(),
							text: z.string(),
							parent_id: z.string().optional(),
							from: z.object({ id: z.string(), username: z.string() }),
							media: identified,
						}),
					}),
				)
				.default([]),
			messaging: z
				.array(
					z.object({
						sender: identified,
						timestamp: z.number(),
						message: z.object({ mid: z.string(), text: z.string().optional() }),
					}),
				)
				.default([]),
		}),
	),
});

/** Gives Instagram the comments and messages of a delivery, so that they can be read there. */
export function take(payload: unknown, instagram: Instagram): void {
	for (const { time, changes, messaging: messages } of announced.safeParse(payload).data?.entry ??
		[]) {
		for (const { value } of changes) {
			const { id, text, parent_id: parentId, from, media } = value;
			// Meta's samples have the entry's time in milliseconds, its deliveries in seconds.
			const at = time === undefined || time > 1e11 ? time : time * 1000;
			if (!instagram.get('person', from.id)) instagram.add('person', from);
			if (!instagram.get('post', media.id)) instagram.add('post', { id: media.id, at });
			instagram.add('comment', { id, text, parentId, personId: from.id, postId: media.id, at });
		}
		for (const { sender, timestamp: at, message } of messages) {
			const { mid: id, text } = message;
			const isOwn = sender.id === instagram.settings.account.id;
			if (!isOwn) instagram.add('message', { id, text, personId: sender.id, at });
		}
	}
}
