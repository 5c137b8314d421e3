import type { Resource } from '../operation';
import { getProfile } from './getProfile';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	operations: [getProfile],
};
