import { z } from 'zod';

import { commentsOn, posts } from '../shared/api/routes';
import { commentElements } from '../shared/events/fromApi';
import { wantedMedia, type FilterOptions } from '../shared/filters/options';
import { count, id, listedBy, moment, type Source } from './source';

/** The most ids that fit into n8n's static data with up to 200 posts, and those of one post. */
const MOST_IDS = 12_000;
const MOST_IDS_OF_POST = 1000;

const post = z
	.object({
		id,
		timestamp: moment,
		comments_count: count,
		media_product_type: z.string().catch(''),
	})
	.transform(({ media_product_type, timestamp, comments_count, ...rest }) => ({
		...rest,
		time: timestamp,
		shows: media_product_type,
		count: comments_count,
	}));

/** The comments on the newest posts, or on those that were chosen. */
export function commentsSource(options: FilterOptions & { maxPosts: number }): Source {
	const chosen = wantedMedia(options);
	return {
		name: 'post',
		request: posts(options.maxPosts),
		listedIn: listedBy(post),
		mostListed: options.maxPosts,
		hasChangedFirst: false,
		isWanted: (postId) => chosen.length === 0 || chosen.includes(postId),
		chosen,
		mostRemembered: options.maxPosts,
		mostIds: (entries) => Math.min(MOST_IDS_OF_POST, Math.floor(MOST_IDS / entries)),
		change: (listed, before) => {
			if (listed.count !== null && listed.count === before.count) return null;
			return (listed.count ?? 0) - (before.count ?? listed.count ?? 0);
		},
		contents: (postId) => commentsOn(postId, Infinity),
		elementsIn: (element, { id: postId, shows }, account) =>
			commentElements(element, account, { id: postId, productType: shows || null }),
	};
}
