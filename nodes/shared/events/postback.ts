import { z } from 'zod';

import type { Element } from './elements';
import { asId, asObject, asText, isObject, parseJson, type Json } from '../json/exactJson';
import { DAY, isoAfter, toIso } from '../json/time';
import { partiesOf } from './conversation';
import { common, eventId, fingerprint, moment, text, timePart, timesOf } from './item';

export const postbackItem = z
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

export type PostbackItem = z.infer<typeof postbackItem>;

/**
 * A pressed button (InstantDM's `postback`; Meta's `messaging_postbacks`). `userId` and `flowId` are
 * those InstantDM resolved the button to. Meta's `mid` is missing in InstantDM's sample; there the
 * sender, the time and the payload tell two presses apart.
 */
export function simplifyPostback(element: Element, delivered: number | null): PostbackItem {
	const postback = asObject(element.value.postback);
	const { optimized } = element;
	const times = timesOf(element, delivered);
	const { senderId, recipientId, accountId, isOwn } = partiesOf(element, false);
	const messageId = asId(postback.mid);
	const payload = isObject(postback.payload)
		? JSON.stringify(postback.payload)
		: asText(postback.payload);
	return {
		event: 'postback',
		eventId: messageId
			? eventId('postback', messageId)
			: eventId('postback', senderId, timePart(times), fingerprint(element.value)),
		occurredAt: toIso(times.occurred),
		deliveredAt: toIso(delivered),
		accountId,
		messageId,
		senderId,
		recipientId,
		title: asText(postback.title),
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
