import type { Resource } from '../operation';
import { getMany } from './getMany';
import { getMessages } from './getMessages';

export const conversation: Resource = {
	value: 'conversation',
	name: 'Conversation',
	operations: [getMany, getMessages],
};
