import { accountDetails, conversations } from '../../../shared/api/routes';
import { toAccount } from '../../../shared/events/fromApi';
import { limitOf, listFields } from '../../fields/list';
import { personIn } from '../../fields/pickers';
import { oncePerRun, type Operation } from '../operation';

/** Each conversation as it came, after the other person, so that they can be written to. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many conversations',
	description:
		"Get the account's conversations, with the person's ID and username, the last message and the number of unread ones",
	fields: listFields,
	plan: (read) => [oncePerRun(accountDetails()), conversations(limitOf(read))],
	items: ([details = [], found = []]) => {
		const account = toAccount(details[0]);
		return found.map((conversation) => ({ ...personIn(conversation, account), ...conversation }));
	},
};
