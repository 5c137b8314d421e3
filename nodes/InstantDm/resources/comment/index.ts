import type { Resource } from '../operation';
import { privateReply } from './privateReply';
import { reply } from './reply';
import { replyAndPrivateReply } from './replyAndPrivateReply';

export const comment: Resource = {
	value: 'comment',
	name: 'Comment',
	operations: [reply, privateReply, replyAndPrivateReply],
};
