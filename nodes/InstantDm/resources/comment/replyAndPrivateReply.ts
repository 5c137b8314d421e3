import { commentText } from '../../fields/commentText';
import { commentId } from '../../fields/ids';
import { messageFields } from '../../messageFormats/index';
import { commentTextAlternatives, sendingOptions } from '../../fields/options';
import type { Operation } from '../operation';
import { privateReplyCall } from './privateReply';
import { replyCall } from './reply';

const message = messageFields('Private Message');

/** The private reply goes first: the public one usually tells the person to look for it. */
export const replyAndPrivateReply: Operation = {
	value: 'replyAndPrivateReply',
	name: 'Reply Publicly and Privately',
	action: 'Reply publicly and privately',
	description: "Send the private reply, then post the public reply once it's sent",
	fields: [commentId.property, commentText.property, ...message.properties],
	options: sendingOptions(commentTextAlternatives),
	orderBy: commentId.property.name,
	plan: (read) => [privateReplyCall(read, message), replyCall(read)],
	items: ([[privateReply = {}] = [], [reply = {}] = []]) => [{ privateReply, reply }],
};
