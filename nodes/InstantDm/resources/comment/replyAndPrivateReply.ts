import { commentText } from '../../fields/commentText';
import { commentId } from '../../fields/ids';
import type { Operation } from '../operation';
import { privateReplyCall } from './privateReply';
import { replyCall } from './reply';

/** The private reply goes first: the public one usually tells the person to look for it. */
export const replyAndPrivateReply: Operation = {
	value: 'replyAndPrivateReply',
	name: 'Reply Publicly and Privately',
	action: 'Reply publicly and privately to comment',
	description: "Send the private reply, then post the public reply once it's sent",
	fields: [commentId.property, commentText.property],
	sendsMessage: true,
	orderBy: commentId.property.name,
	plan: (read) => [privateReplyCall(read), replyCall(read)],
	items: ([[privateReply = {}] = [], [reply = {}] = []]) => [{ privateReply, reply }],
};
