import type { Resource } from '../operation';
import { getMany } from './getMany';

export const facebookPost: Resource = {
	value: 'facebookPost',
	name: 'Facebook Post',
	operations: [getMany],
};
