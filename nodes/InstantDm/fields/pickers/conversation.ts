import { conversations } from '../../../shared/api/routes';
import { firstWords, type ChoiceList } from '../../../shared/choices/choice';
import { asId, asObject, asObjects, asText } from '../../../shared/json/exactJson';
import { id } from '../../../shared/parameters/schemas';
import { picker } from './picker';

/** Conversations by the person's user name and the last words of either side. */
const choices: ChoiceList = {
	request: conversations(Infinity),
	needsAccount: true,
	toChoice: (conversation, account) => {
		const value = asId(conversation.id);
		if (value === null) return null;
		const names = asObjects(asObject(conversation.participants).data)
			.map(({ username }) => asText(username))
			.filter((name): name is string => name !== null && name !== account.username);
		const [lastMessage = {}] = asObjects(asObject(conversation.messages).data);
		const words = firstWords(asText(conversation.snippet) ?? asText(lastMessage.message));
		const who = names.join(', ') || 'Someone';
		return { name: words === null ? who : `${who}: ${words}`, value };
	},
};

export const conversation = picker(
	{
		displayName: 'Conversation',
		name: 'conversationId',
		description: 'The conversation to read',
		placeholder: 'e.g. aWdfZAG06MTpJR01lc3NhZA2VUaHJlYWQ6',
	},
	'searchConversations',
	choices,
	id('choose one from the list or enter the ID that Get Many returns'),
);
