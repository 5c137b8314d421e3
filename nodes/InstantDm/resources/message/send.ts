import { about, messageRequest } from '../../../shared/api/request';
import { inputError } from '../../../shared/parameters/check';
import { recipientId } from '../../fields/pickers';
import { messageFields } from '../../messageFormats/index';
import { LIMIT, splitText } from '../../messageFormats/splitText';
import { messageText } from '../../messageFormats/text';
import { sendingOptions, splitLongText } from '../../fields/options';
import type { Operation } from '../operation';

const message = messageFields();
const longText = messageText('Text', true);

const MOST_PARTS = 10;

/** @throws InputError for a text that would take too many messages */
function parts(text: string) {
	// Before it is taken apart: on Node 20 that takes a time that grows with the square of the length.
	// Spaces that don't fit into a message are between two, where they are dropped anyway.
	const squeezed = text.replace(/\s+/g, (spaces) => spaces.slice(0, LIMIT + 1));
	const isTooLong =
		Buffer.byteLength(text.replace(/\s+/g, '')) > MOST_PARTS * LIMIT ||
		squeezed.length > 4 * MOST_PARTS * LIMIT;
	const found = isTooLong ? [] : splitText(squeezed);
	if (!isTooLong && found.length <= MOST_PARTS) return found.map((part) => ({ text: part }));
	throw inputError(
		longText.property,
		`would take more than ${MOST_PARTS} messages`,
		'shorten it, or send the rest later',
	);
}

/** InstantDM's "DM Message". */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a direct message to a person who messaged you in the last 24 hours',
	fields: [recipientId.property, ...message.properties],
	options: sendingOptions(splitLongText),
	orderBy: recipientId.property.name,
	plan: (read) => {
		const recipient_id = recipientId.from(read);
		const isSplit = splitLongText.from(read) && read('messageType') === 'text';
		const messages = isSplit ? parts(longText.from(read)) : [message.from(read)];
		return messages.map((message) =>
			about(
				messageRequest({ action: 'send_message', type: 'dm', recipient_id, message }),
				recipientId,
			),
		);
	},
};
