import { messageRequest } from '../../../shared/api/request';
import { recipientId } from '../../fields/ids';
import { buildMessage } from '../../messageFormats/index';
import { splitText } from '../../messageFormats/splitText';
import { longText, textFormat } from '../../messageFormats/text';
import type { Operation } from '../operation';

/** InstantDM's "DM Message". */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a direct message to a person who messaged you in the last 24 hours',
	fields: [recipientId.property],
	sendsMessage: true,
	orderBy: recipientId.property.name,
	plan: (read, { splitLongText }) => {
		const recipient_id = recipientId.from(read);
		const isSplit = splitLongText && read('messageType') === textFormat.value;
		const messages = isSplit
			? splitText(longText(read)).map((text) => ({ text }))
			: [buildMessage(read)];
		return messages.map((message) =>
			messageRequest({ action: 'send_message', type: 'dm', recipient_id, message }),
		);
	},
};
