import { messageRequest } from '../../../shared/api/request';
import { recipientId } from '../../fields/ids';
import { messageFields } from '../../messageFormats/index';
import { splitText } from '../../messageFormats/splitText';
import { messageText } from '../../messageFormats/text';
import type { Operation } from '../operation';

const message = messageFields();
const longText = messageText('Text', true);

/** InstantDM's "DM Message". */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a direct message to a person who messaged you in the last 24 hours',
	fields: [recipientId.property, ...message.properties],
	orderBy: recipientId.property.name,
	plan: (read, { splitLongText }) => {
		const recipient_id = recipientId.from(read);
		const isSplit = splitLongText && read('messageType') === 'text';
		const messages = isSplit
			? splitText(longText.from(read)).map((text) => ({ text }))
			: [message.from(read)];
		return messages.map((message) =>
			messageRequest({ action: 'send_message', type: 'dm', recipient_id, message }),
		);
	},
};
