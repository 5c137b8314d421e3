import type { Resource } from '../operation';
import { getProfile } from './getProfile';
import { upsert } from './upsert';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	operations: [getProfile, upsert],
};
