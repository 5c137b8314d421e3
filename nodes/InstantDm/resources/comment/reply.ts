import { commentReplyBody } from '../requestBodies';
import type { Operation } from '../operation';
import { lastAnswer } from '../operation';
import { commentIdField, commentTextField } from './fields';

export const reply: Operation = {
	value: 'reply',
	name: 'Reply Publicly',
	action: 'Reply to a comment publicly',
	description: 'Write a public reply below the comment',
	fields: [commentIdField, commentTextField],
	sendsMessage: false,
	addressee: 'commentId',
	plan: (read) => [commentReplyBody(read('commentId'), read('commentText'))],
	answer: lastAnswer,
};
