import { isEmpty, pickBy } from 'lodash';
import { z } from 'zod';

import type { InstantDmEvent, Occurrence } from './event';
import {
	asId,
	asObject,
	asObjects,
	asText,
	isObject,
	type Json,
	type JsonObject,
} from '../json/exactJson';
import { DAY, isoAfter, toIso } from '../json/time';
import { partiesOf } from './conversation';
import { common, eventId, fingerprint, moment, text, timePart, timesOf, type Times } from './item';
import { kindOf, MESSAGE_KINDS, opensWindow, type MessageKind } from './messageKind';

const attachment = z.object({
	type: text,
	url: text,
	title: text,
	id: text,
	details: z.record(z.unknown()).optional(),
});

type Attachment = z.infer<typeof attachment>;

const schema = z
	.object({
		event: z.literal('dm_received'),
		...common,
		kind: z.enum(MESSAGE_KINDS),
		messageId: text,
		senderId: text,
		recipientId: text,
		text,
		attachments: z.array(attachment).nullable(),
		quickReplyPayload: text,
		storyId: text,
		storyUrl: text,
		replyToMessageId: text,
		reaction: z.object({ action: text, name: text, emoji: text }).nullable(),
		referral: z.record(z.unknown()).nullable(),
		isOwn: z.boolean(),
		replyUntil: moment,
	})
	.strict();

type DirectMessageItem = z.infer<typeof schema>;

export const directMessage: InstantDmEvent<'dm_received', typeof schema> = {
	name: 'dm_received',
	label: 'New Message',
	description: 'Someone sent you a direct message, replied to your story or tapped a quick reply',
	action: 'On new message',
	schema,
	simplify,
};

/**
 * Whatever happened in a conversation except a button: messages, and what is reported about them
 * (Meta, webhook examples for Instagram messaging). `messageId` is that of the message meant: the
 * one reacted to, read, edited or unsent. `replyUntil` is the end of Meta's 24-hour window.
 */
function simplify(occurrence: Occurrence, delivered: number | null): DirectMessageItem {
	const { value } = occurrence;
	const message = asObject(value.message);
	const kind = kindOf(value);
	const times = timesOf(occurrence, delivered);
	const { senderId, recipientId, accountId, isOwn } = partiesOf(occurrence, kind !== 'referral');
	const replyTo = asObject(message.reply_to);
	const attachments = asObjects(message.attachments).map(simplifyAttachment);
	const mention = attachments.find(({ type }) => type === 'story_mention');
	const story = asObject(replyTo.story);
	return {
		event: 'dm_received',
		eventId: messageEventId(value, kind, senderId, times),
		occurredAt: toIso(times.occurred),
		deliveredAt: toIso(delivered),
		accountId,
		kind,
		messageId: messageIdOf(value),
		senderId,
		recipientId,
		text: asText(message.text) ?? asText(asObject(value.message_edit).text),
		attachments: attachments.length > 0 ? attachments : null,
		quickReplyPayload: asText(asObject(message.quick_reply).payload),
		storyId: asId(story.id) ?? mention?.id ?? null,
		storyUrl: asText(story.url) ?? mention?.url ?? null,
		replyToMessageId: asId(replyTo.mid),
		reaction: simplifyReaction(value.reaction),
		referral: simplifyReferral(value.referral ?? message.referral),
		isOwn,
		replyUntil: !isOwn && opensWindow(kind) ? isoAfter(times.occurred, DAY) : null,
	};
}

function messageIdOf(element: JsonObject): string | null {
	const about = [element.message, element.message_edit, element.reaction, element.read];
	return asId(asObject(about.find(isObject)).mid);
}

/** An unsend, an edit, a reaction or a receipt carries the id of the message it is about. */
function messageEventId(
	element: JsonObject,
	kind: MessageKind,
	senderId: string | null,
	times: Times,
): string {
	const mid = messageIdOf(element);
	const event = 'dm_received';
	if (mid === null) return eventId(event, kind, senderId, timePart(times), fingerprint(element));
	switch (kind) {
		case 'deleted':
			return eventId(event, mid, kind);
		case 'read':
			return eventId(event, mid, kind, senderId);
		case 'edited': {
			const edit = asObject(element.message_edit);
			const number = asId(edit.num_edit);
			return number === null
				? eventId(event, mid, kind, timePart(times), fingerprint(edit))
				: eventId(event, mid, kind, number);
		}
		case 'reaction': {
			const action = asText(asObject(element.reaction).action);
			return eventId(event, mid, kind, senderId, action, timePart(times));
		}
		default:
			return eventId(event, mid);
	}
}

/** Where Instagram puts the id of what was sent, by type: posts, reels, stories, anything else. */
const ID_KEYS = ['ig_post_media_id', 'ig_reel_media_id', 'reel_video_id', 'story_media_id', 'id'];

/**
 * Instagram sends the link and, for shares, the title and the id of what was shared, in the payload
 * or beside it. Whatever else it sends is under `details`.
 */
function simplifyAttachment({ type, payload, ...beside }: JsonObject): Attachment {
	const within = asObject(payload);
	const url = asText(within.url) ?? asText(within.story_media_url) ?? asText(beside.url);
	const title = asText(within.title) ?? asText(beside.title);
	const id = [...ID_KEYS.map((key) => within[key]), beside.id].map(asId).find(Boolean) ?? null;
	const told: Json[] = [url, title, id, null, ''];
	const isLeft = (value: Json) => !told.includes(asId(value) ?? value);
	const details = { ...pickBy(beside, isLeft), ...pickBy(within, isLeft) };
	const attachment = { type: asText(type), url, title, id };
	return isEmpty(details) ? attachment : { ...attachment, details };
}

function simplifyReaction(reaction: Json | undefined): DirectMessageItem['reaction'] {
	if (!isObject(reaction)) return null;
	return {
		action: asText(reaction.action),
		name: asText(reaction.reaction),
		emoji: asText(reaction.emoji),
	};
}

/** As it came, but for the ad's id, which Meta also prints as a bare number. */
function simplifyReferral(referral: Json | undefined): JsonObject | null {
	if (!isObject(referral)) return null;
	return 'ad_id' in referral ? { ...referral, ad_id: asId(referral.ad_id) } : referral;
}
