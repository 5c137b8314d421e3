import type { Resource } from '../operation';
import { getMany } from './getMany';
import { privateReply } from './privateReply';
import { reply } from './reply';
import { replyAndPrivateReply } from './replyAndPrivateReply';

export const comment: Resource = {
	value: 'comment',
	name: 'Comment',
	operations: [getMany, reply, privateReply, replyAndPrivateReply],
};
