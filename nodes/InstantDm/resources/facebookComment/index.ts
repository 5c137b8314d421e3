import type { Resource } from '../operation';
import { getMany } from './getMany';
import { reply } from './reply';

export const facebookComment: Resource = {
	value: 'facebookComment',
	name: 'Facebook Comment',
	operations: [getMany, reply],
};
