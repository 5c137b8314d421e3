import { about, messageRequest, type ApiRequest } from '../../../shared/api/request';
import { commentId } from '../../fields/ids';
import type { ReadItem } from '../../fields/readItem';
import { messageFields, type MessageFields } from '../../messageFormats/index';
import { sendingOptions } from '../../fields/options';
import type { Operation } from '../operation';

/** InstantDM's "Comment Private Reply". Instagram allows one for each comment: nothing is split. */
export const privateReplyCall = (read: ReadItem, message: MessageFields): ApiRequest =>
	about(
		messageRequest({
			action: 'send_message',
			type: 'comment_reply',
			comment_id: commentId.from(read),
			message: message.from(read),
		}),
		commentId,
	);

const message = messageFields();

export const privateReply: Operation = {
	value: 'privateReply',
	name: 'Reply Privately',
	action: 'Reply privately to comment',
	description: 'Send a direct message to the commenter (once per comment, within 7 days)',
	fields: [commentId.property, ...message.properties],
	options: sendingOptions(),
	orderBy: commentId.property.name,
	plan: (read) => [privateReplyCall(read, message)],
};
