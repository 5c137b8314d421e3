import { conversations } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import type { Operation } from '../operation';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many conversations',
	description: 'Get the conversations of the account: with whom, the last message, how many unread',
	fields: listFields,
	plan: (read) => [conversations(limitOf(read))],
};
