import type { Resource } from '../operation';
import { create } from './create';
import { getInsights } from './getInsights';
import { getMany } from './getMany';
import { publish } from './publish';

export const post: Resource = {
	value: 'post',
	name: 'Post',
	operations: [create, getInsights, getMany, publish],
};
