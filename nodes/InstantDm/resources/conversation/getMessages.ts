import { about } from '../../../shared/api/request';
import { accountDetails, messagesIn } from '../../../shared/api/routes';
import { messageElement, toAccount } from '../../../shared/events/fromApi';
import { simplify as simplifyElement } from '../../../shared/events/simplify';
import { limitOf, listFields } from '../../fields/list';
import { conversation } from '../../fields/pickers';
import { simplify } from '../../fields/simplify';
import { oncePerRun, type Operation } from '../operation';

export const getMessages: Operation = {
	value: 'getMessages',
	name: 'Get Messages',
	action: 'Get messages of conversation',
	description:
		'Get the messages of a conversation, newest first. Instagram returns the text of only about the 20 newest.',
	fields: [conversation.property, ...listFields, simplify.property],
	plan: (read) => {
		const messages = about(messagesIn(conversation.from(read), limitOf(read)), conversation);
		return simplify.from(read) ? [oncePerRun(accountDetails()), messages] : [messages];
	},
	items: (payloads, read) => {
		const messages = payloads.at(-1) ?? [];
		if (!simplify.from(read)) return messages;
		const account = toAccount(payloads[0]?.[0]);
		return messages.map((message) => ({
			...simplifyElement(messageElement(message, account), null),
		}));
	},
};
