import { buildMessage } from '../../messageFormats/index';
import { commentReplyBody, privateReplyBody } from '../requestBodies';
import type { Operation } from '../operation';
import { commentIdField, commentTextField } from './fields';

/** The private reply goes first: the public one usually tells the person to look for it. */
export const replyAndPrivateReply: Operation = {
	value: 'replyAndPrivateReply',
	name: 'Reply Publicly and Privately',
	action: 'Reply to a comment publicly and privately',
	description: 'Send the private reply and then, when it has gone out, write the public reply',
	fields: [commentIdField, commentTextField],
	sendsMessage: true,
	addressee: 'commentId',
	plan: (read) => [
		privateReplyBody(read('commentId'), buildMessage(read)),
		commentReplyBody(read('commentId'), read('commentText')),
	],
	answer: ([privateReply = {}, reply = {}]) => ({ privateReply, reply }),
};
