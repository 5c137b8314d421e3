import { buildMessage } from '../../messageFormats/index';
import { privateReplyBody } from '../requestBodies';
import type { Operation } from '../operation';
import { lastAnswer } from '../operation';
import { commentIdField } from './fields';

/** Instagram allows one private reply to a comment, so nothing is ever split here. */
export const privateReply: Operation = {
	value: 'privateReply',
	name: 'Reply Privately',
	action: 'Reply to a comment privately',
	description:
		'Send a direct message to the person who wrote the comment: one for each comment, within 7 days',
	fields: [commentIdField],
	sendsMessage: true,
	addressee: 'commentId',
	plan: (read) => [privateReplyBody(read('commentId'), buildMessage(read))],
	answer: lastAnswer,
};
