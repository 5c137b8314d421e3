import { buildMessage } from '../../messageFormats/index';
import { splitText } from '../../messageFormats/splitText';
import { longText, textFormat } from '../../messageFormats/text';
import { directMessageBody } from '../requestBodies';
import type { Operation } from '../operation';
import { lastAnswer } from '../operation';

export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send a message',
	description: 'Send a direct message to a person who wrote to you in the last 24 hours',
	fields: [
		{
			displayName: 'Recipient ID',
			name: 'recipientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 2358708294634624',
			description:
				'The Instagram-scoped ID of the person, a long number. It is not the username, and it is another one for each Instagram account that they write to. Leave it as text: a number may lose its last digits.',
			hint: 'The InstantDM Trigger gives it as senderId',
		},
	],
	sendsMessage: true,
	addressee: 'recipientId',
	plan: (read, { splitLongText }) => {
		const split = splitLongText && read('messageType') === textFormat.value;
		const messages = split
			? splitText(longText(read)).map((text) => ({ text }))
			: [buildMessage(read)];
		return messages.map((message) => directMessageBody(read('recipientId'), message));
	},
	answer: lastAnswer,
};
