import { about, getRequest } from '../../../shared/api/request';
import { post } from '../../fields/pickers';
import type { Operation } from '../operation';

export const getInsights: Operation = {
	value: 'getInsights',
	name: 'Get Insights',
	action: 'Get post insights',
	description: 'Get reach, likes, saves and other figures of a post or reel',
	fields: [post.property],
	plan: (read) => [about(getRequest('/post_insights', { media_id: post.from(read) }), post)],
};
