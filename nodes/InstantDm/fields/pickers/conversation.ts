import { conversations } from '../../../shared/api/routes';
import type { Account } from '../../../shared/events/fromApi';
import { firstWords, type ChoiceList } from '../../../shared/choices/choice';
import { asId, asObject, asObjects, asText, type JsonObject } from '../../../shared/json/exactJson';
import { id, instagramId } from '../../../shared/parameters/schemas';
import { picker } from './picker';

/** Those in a conversation who aren't the account itself. */
function others(conversation: JsonObject, account: Account) {
	return asObjects(asObject(conversation.participants).data)
		.map(({ id, username }) => ({ senderId: asId(id), username: asText(username) }))
		.filter(({ senderId, username }) => {
			const isAccount =
				(senderId !== null && senderId === account.id) ||
				(username !== null && username === account.username);
			return !isAccount;
		});
}

/** The other person of a conversation; what is missing is null. */
export function personIn(conversation: JsonObject, account: Account) {
	return others(conversation, account)[0] ?? { senderId: null, username: null };
}

/** What a conversation is recognized by: the user name and the last words of either side. */
function nameOf(conversation: JsonObject, account: Account): string {
	const names = others(conversation, account).flatMap(({ username }) => username ?? []);
	const [lastMessage = {}] = asObjects(asObject(conversation.messages).data);
	const words = asText(conversation.snippet) ?? asText(lastMessage.message);
	const who = names.join(', ') || 'Someone';
	return firstWords(words === null || words.trim() === '' ? who : `${who}: ${words}`) ?? who;
}

const listOf = (
	idIn: (conversation: JsonObject, account: Account) => string | null,
): ChoiceList => ({
	request: conversations(Infinity),
	needsAccount: true,
	toChoice: (conversation, account) => {
		const value = idIn(conversation, account);
		return value === null ? null : { name: nameOf(conversation, account), value };
	},
});

export const conversation = picker(
	{
		displayName: 'Conversation',
		name: 'conversationId',
		description: 'The conversation to read',
		placeholder: 'e.g. aWdfZAG06MTpJR01lc3NhZA2VUaHJlYWQ6',
	},
	'searchConversations',
	listOf((conversation) => asId(conversation.id)),
	id('choose one from the list or enter the ID that Get Many returns'),
);

const person = (displayName: string, name: string, description: string) =>
	picker(
		{
			displayName,
			name,
			description,
			placeholder: 'e.g. 2358708294634624',
			idFrom: '={{ $json.senderId }}',
			hint: 'Use senderId from the InstantDM Trigger',
		},
		'searchPeople',
		listOf((conversation, account) => personIn(conversation, account).senderId),
		instagramId('use senderId from the InstantDM Trigger, not a username'),
	);

export const recipientId = person(
	'Recipient ID',
	'recipientId',
	"The person's numeric Instagram ID, not the username. It differs for each Instagram account they message. Keep it as text.",
);

export const contactId = person(
	'Contact ID',
	'contactId',
	"The person's numeric Instagram ID, not the username. Works for people who commented or sent a message. Keep it as text.",
);
