import { facebookPosts } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import type { Operation } from '../operation';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many Facebook posts',
	description: 'Get the posts of the connected Facebook Page',
	fields: listFields,
	plan: (read) => [facebookPosts(limitOf(read))],
};
