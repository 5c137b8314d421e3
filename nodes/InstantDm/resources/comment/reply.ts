import { about, messageRequest, type ApiRequest } from '../../../shared/api/request';
import { commentText } from '../../fields/commentText';
import { commentId } from '../../fields/ids';
import type { ReadParameter } from '../../../shared/parameters/parameter';
import type { Operation } from '../operation';

/** InstantDM's "Reply to Comment". */
export const replyCall = (read: ReadParameter): ApiRequest =>
	about(
		commentId.property.displayName,
		messageRequest({
			action: 'post_comment',
			comment_id: commentId.from(read),
			comment_text: commentText.from(read),
		}),
	);

export const reply: Operation = {
	value: 'reply',
	name: 'Reply Publicly',
	action: 'Reply publicly to comment',
	description: 'Post a public reply to the comment',
	fields: [commentId.property, commentText.property],
	orderBy: commentId.property.name,
	plan: (read) => [replyCall(read)],
};
