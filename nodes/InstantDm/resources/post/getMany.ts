import { posts } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import type { Operation } from '../operation';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many posts',
	description:
		"Get the account's posts and reels, newest first: caption, type, link, likes, comments",
	fields: listFields,
	plan: (read) => [posts(limitOf(read))],
};
