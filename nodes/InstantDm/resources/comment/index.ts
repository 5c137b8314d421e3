import type { Resource } from '../operation';
import { getMany } from './getMany';
import { privateReply } from './privateReply';
import { reply } from './reply';
import { replyAndPrivateReply } from './replyAndPrivateReply';
import { sendAndWait } from './sendAndWait';

export const comment: Resource = {
	value: 'comment',
	name: 'Comment',
	operations: [getMany, reply, privateReply, replyAndPrivateReply, sendAndWait],
};
