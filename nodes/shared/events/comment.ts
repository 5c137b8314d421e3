import { z } from 'zod';

import type { InstantDmEvent, Occurrence } from './event';
import { asId, asObject, asText } from '../json/exactJson';
import { DAY, isoAfter, toIso } from '../json/time';
import { common, eventId, fingerprint, moment, text, timePart, timesOf } from './item';

const schema = z
	.object({
		event: z.literal('comment'),
		...common,
		commentId: text,
		text,
		senderId: text,
		username: text,
		mediaId: text,
		mediaType: text,
		parentId: text,
		isReply: z.boolean(),
		isLive: z.boolean(),
		isOwn: z.boolean(),
		adId: text,
		adTitle: text,
		originalMediaId: text,
		privateReplyUntil: moment,
	})
	.strict();

type CommentItem = z.infer<typeof schema>;

export const comment: InstantDmEvent<'comment', typeof schema> = {
	name: 'comment',
	label: 'New Comment',
	description: 'Someone commented on your post, reel, ad or live video',
	action: 'On new comment',
	schema,
	simplify,
};

/**
 * A comment on a post, reel, ad or live video (Meta, webhook reference for Instagram). The same
 * comment told through an ad and through its post has one `eventId`.
 *
 * A private reply is allowed for 7 days; on a live video only while it is broadcast, which no
 * webhook tells, so `privateReplyUntil` is null there (Meta, Private Replies).
 */
function simplify(occurrence: Occurrence, delivered: number | null): CommentItem {
	const { value, entry, field } = occurrence;
	const from = asObject(value.from);
	const media = asObject(value.media);
	const times = timesOf(occurrence, delivered);
	const commentId = asId(value.id) ?? asId(value.comment_id);
	const senderId = asId(from.id);
	const parentId = asId(value.parent_id);
	const accountId = asId(entry.id);
	const isLive = field === 'live_comments';
	const isOwn =
		asId(from.self_ig_scoped_id) !== null || (senderId !== null && senderId === accountId);
	return {
		event: 'comment',
		eventId: commentId
			? eventId('comment', commentId)
			: eventId('comment', timePart(times), fingerprint(value)),
		occurredAt: toIso(times.occurred),
		deliveredAt: toIso(delivered),
		accountId,
		commentId,
		text: asText(value.text),
		senderId,
		username: asText(from.username),
		mediaId: asId(media.id) ?? asId(value.media_id),
		mediaType: asText(media.media_product_type),
		parentId,
		isReply: parentId !== null,
		isLive,
		isOwn,
		adId: asId(media.ad_id),
		adTitle: asText(media.ad_title),
		originalMediaId: asId(media.original_media_id),
		privateReplyUntil: isLive || isOwn ? null : isoAfter(times.occurred, 7 * DAY),
	};
}

/** The ids under which a person may know the media: that of the ad, and that of the post in it. */
export function mediaIdsOf({ value }: Occurrence): (string | null)[] {
	const media = asObject(value.media);
	return [asId(media.id), asId(value.media_id), asId(media.original_media_id)];
}
