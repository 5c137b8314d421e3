import { about, listRequest } from '../../../shared/api/request';
import { limitOf, listFields } from '../../fields/list';
import { facebookPost } from '../../fields/pickers';
import type { Operation } from '../operation';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many Facebook comments',
	description: 'Get the comments on a post of your Facebook Page',
	fields: [facebookPost.property, ...listFields],
	plan: (read) => [
		about(
			listRequest('/fb_page_comments', { post_id: facebookPost.from(read) }, limitOf(read)),
			facebookPost,
		),
	],
};
