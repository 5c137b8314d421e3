import { z } from 'zod';

import type { InstantDmEvent, Occurrence } from './event';
import { asId, asObject, asText, isObject, parseJson, type Json } from '../json/exactJson';
import { DAY, isoAfter, toIso } from '../json/time';
import { partiesOf } from './conversation';
import { common, eventId, fingerprint, moment, text, timePart, timesOf } from './item';

const schema = z
	.object({
		event: z.literal('postback'),
		...common,
		messageId: text,
		senderId: text,
		recipientId: text,
		title: text,
		payload: text,
		payloadData: z.union([z.record(z.unknown()), z.array(z.unknown())]).nullable(),
		userId: text,
		flowId: text,
		isOwn: z.boolean(),
		replyUntil: moment,
	})
	.strict();

type PostbackItem = z.infer<typeof schema>;

export const postback: InstantDmEvent<'postback', typeof schema> = {
	name: 'postback',
	label: 'Button Click',
	description: 'Someone clicked a button in a direct message',
	action: 'On button click',
	schema,
	simplify,
};

/**
 * A pressed button (InstantDM's `postback`; Meta's `messaging_postbacks`). `userId` and `flowId` are
 * those InstantDM resolved the button to. Meta's `mid` is missing in InstantDM's sample; there the
 * sender, the time and the payload tell two presses apart.
 */
function simplify(occurrence: Occurrence, delivered: number | null): PostbackItem {
	const pressed = asObject(occurrence.value.postback);
	const { optimized } = occurrence;
	const times = timesOf(occurrence, delivered);
	const { senderId, recipientId, accountId, isOwn } = partiesOf(occurrence, false);
	const messageId = asId(pressed.mid);
	const payload = isObject(pressed.payload)
		? JSON.stringify(pressed.payload)
		: asText(pressed.payload);
	return {
		event: 'postback',
		eventId: messageId
			? eventId('postback', messageId)
			: eventId('postback', senderId, timePart(times), fingerprint(occurrence.value)),
		occurredAt: toIso(times.occurred),
		deliveredAt: toIso(delivered),
		accountId,
		messageId,
		senderId,
		recipientId,
		title: asText(pressed.title),
		payload,
		payloadData: payload === null ? null : structured(parseJson(payload)),
		userId: asId(optimized.user_id),
		flowId: asId(optimized.flow_id),
		isOwn,
		replyUntil: isOwn ? null : isoAfter(times.occurred, DAY),
	};
}

/** A payload such as `MENU` or `42` is just text, even where it happens to be JSON. */
function structured(value: Json | undefined): PostbackItem['payloadData'] {
	return typeof value === 'object' ? value : null;
}
