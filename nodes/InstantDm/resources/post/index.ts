import type { Resource } from '../operation';
import { getMany } from './getMany';

export const post: Resource = {
	value: 'post',
	name: 'Post',
	operations: [getMany],
};
