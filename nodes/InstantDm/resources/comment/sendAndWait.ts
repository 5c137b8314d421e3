import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { about, messageRequest } from '../../../shared/api/request';
import { commentId } from '../../fields/ids';
import { waitingOptions } from '../../fields/options';
import { questionFields, questionMessage } from '../../questions/message';
import type { Operation } from '../operation';

/** InstantDM's "Comment Private Reply" with something to tap, and then the execution waits. */
export const sendAndWait: Operation = {
	value: SEND_AND_WAIT_OPERATION,
	name: 'Reply Privately and Wait for Response',
	action: 'Reply privately to comment and wait for response',
	description:
		'Send the commenter a direct message with answers to tap, and continue with the one that was tapped',
	fields: [commentId.property, ...questionFields],
	options: waitingOptions,
	orderBy: commentId.property.name,
	plan: (read) => [
		about(
			messageRequest({
				action: 'send_message',
				type: 'comment_reply',
				comment_id: commentId.from(read),
				message: questionMessage(read),
			}),
			commentId,
		),
	],
};
