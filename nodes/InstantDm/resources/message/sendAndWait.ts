import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { about, messageRequest } from '../../../shared/api/request';
import { recipientId } from '../../fields/pickers';
import { waitingOptions } from '../../fields/options';
import { questionFields, questionMessage } from '../../questions/message';
import type { Operation } from '../operation';

/** InstantDM's "DM Message" with something to tap, and then the execution waits. */
export const sendAndWait: Operation = {
	value: SEND_AND_WAIT_OPERATION,
	name: 'Send and Wait for Response',
	action: 'Send message and wait for response',
	description:
		'Send a direct message with answers to tap, and continue with the one that was tapped',
	fields: [recipientId.property, ...questionFields],
	options: waitingOptions,
	orderBy: recipientId.property.name,
	plan: (read) => [
		about(
			messageRequest({
				action: 'send_message',
				type: 'dm',
				recipient_id: recipientId.from(read),
				message: questionMessage(read),
			}),
			recipientId,
		),
	],
};
