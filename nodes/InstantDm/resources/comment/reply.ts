import { about, messageRequest, type ApiRequest } from '../../../shared/api/request';
import { commentText } from '../../fields/commentText';
import { commentId } from '../../fields/ids';
import type { ReadItem } from '../../fields/readItem';
import { commentTextAlternatives, sendingOptions } from '../../fields/options';
import type { Operation } from '../operation';

/** The public reply or one of its alternatives. */
function oneOf(read: ReadItem): string {
	const texts = [commentText.from(read), ...commentTextAlternatives.from(read)];
	return texts[Math.floor(read.random() * texts.length)] ?? commentText.from(read);
}

/** InstantDM's "Reply to Comment". */
export const replyCall = (read: ReadItem): ApiRequest =>
	about(
		messageRequest({
			action: 'post_comment',
			comment_id: commentId.from(read),
			comment_text: oneOf(read),
		}),
		commentId,
	);

export const reply: Operation = {
	value: 'reply',
	name: 'Reply Publicly',
	action: 'Reply publicly to comment',
	description: 'Post a public reply to the comment',
	fields: [commentId.property, commentText.property],
	options: sendingOptions(commentTextAlternatives),
	orderBy: commentId.property.name,
	plan: (read) => [replyCall(read)],
};
