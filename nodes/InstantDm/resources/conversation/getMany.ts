import { conversations } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import type { Operation } from '../operation';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many conversations',
	description:
		"Get the account's conversations, with the person, the last message and the number of unread ones",
	fields: listFields,
	plan: (read) => [conversations(limitOf(read))],
};
