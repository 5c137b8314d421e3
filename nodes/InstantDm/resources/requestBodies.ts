import { z } from 'zod';

import { check } from '../input/inputError';
import { instagramId, text } from '../input/schemas';

/** Every request body that InstantDM documents, keys in the order of its documentation. */

/** A message as InstantDM forwards it to Instagram; each message format has a schema of its own. */
const message = z.record(z.unknown());

export type Message = z.infer<typeof message>;

const commentId = instagramId(
	'Comment ID',
	'use the ID that Instagram gave the comment, such as commentId from the InstantDM Trigger',
);

const recipientId = instagramId(
	'Recipient ID',
	'use the person’s Instagram-scoped ID, such as senderId from the InstantDM Trigger, not a username',
);

const postComment = z.object({
	action: z.literal('post_comment'),
	comment_id: commentId,
	comment_text: text('Comment Text', 'enter the text of the public reply'),
});

const directMessage = z.object({
	action: z.literal('send_message'),
	type: z.literal('dm'),
	recipient_id: recipientId,
	message,
});

const privateReply = z.object({
	action: z.literal('send_message'),
	type: z.literal('comment_reply'),
	comment_id: commentId,
	message,
});

export type RequestBody =
	z.infer<typeof postComment> | z.infer<typeof directMessage> | z.infer<typeof privateReply>;

/**
 * A public reply to a comment ("Reply to Comment").
 * @throws InputError naming the field
 */
export function commentReplyBody(commentId: unknown, commentText: unknown): RequestBody {
	return check(postComment, {
		action: 'post_comment',
		comment_id: commentId,
		comment_text: commentText,
	});
}

/**
 * A message to a person ("DM Message").
 * @throws InputError naming the field
 */
export function directMessageBody(recipientId: unknown, message: Message): RequestBody {
	return check(directMessage, {
		action: 'send_message',
		type: 'dm',
		recipient_id: recipientId,
		message,
	});
}

/**
 * A message to the person who wrote a comment ("Comment Private Reply").
 * @throws InputError naming the field
 */
export function privateReplyBody(commentId: unknown, message: Message): RequestBody {
	return check(privateReply, {
		action: 'send_message',
		type: 'comment_reply',
		comment_id: commentId,
		message,
	});
}
