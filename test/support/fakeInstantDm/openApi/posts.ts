import { z } from 'zod';

import type { Refusal } from '../documentedErrors';
import { postElement } from '../instagram/elements';
import type { Row } from '../instagram/rows';
import type { InstantDm } from '../instantDm';
import { get, id, list, notFound, ok, post } from './route';

const https = z.string().url().startsWith('https://');
const medium = z
	.object({ url: https, type: z.enum(['image', 'video']).optional(), alt: z.string().optional() })
	.strict();

type Medium = z.output<typeof medium>;
type PostType = 'image' | 'reel' | 'carousel' | 'story';

const isVideo = ({ url, type }: Medium) =>
	type === undefined ? /\.(mp4|mov)$/i.test(new URL(url).pathname) : type === 'video';

const PRODUCT_TYPES = { image: 'FEED', carousel: 'FEED', reel: 'REELS', story: 'STORY' } as const;

/** What InstantDM has against a post; the rules are those of its documentation. */
function refusalOf(type: PostType, media: readonly Medium[]): Refusal | null {
	const bad = (message: string): Refusal => ({ status: 400, message });
	const [first] = media;
	if (!first) return bad('media is empty');
	if (type === 'carousel') return media.length >= 2 ? null : bad('A carousel has 2 to 10 media');
	if (media.length > 1) return bad('Only a carousel has several media');
	if (type === 'image' && isVideo(first)) return bad('A video is posted as reel or story');
	if (type === 'reel' && !isVideo(first)) return bad('A reel is a video');
	return null;
}

/** Turns a container into a post, which is what costs a credit, once Instagram is done with it. */
function publish(container: Row<'container'>, instantDm: InstantDm) {
	const { instagram } = instantDm;
	const { id: container_id, callsLeft, caption, mediaType, productType } = container;
	if (callsLeft > 0) {
		instagram.change('container', container_id, { callsLeft: callsLeft - 1 });
		return ok({ status: 'processing', container_id });
	}
	return instantDm.bill(
		() => {
			instagram.change('container', container_id, { isPublished: true });
			const { id: media_id } = instagram.add('post', { caption, mediaType, productType });
			return { id: media_id, answer: { status: 'published', media_id } };
		},
		({ answer }) => ({ code: 200, ...answer, ...instantDm.creditsLeft() }),
	);
}

export const postRoutes = [
	list(
		'/ig_posts',
		{ fields: {}, needs: ['ig_user'], under: 'posts_lists' },
		(_, { instagram }) => ({
			elements: instagram.all('post').map((one) => postElement(one, instagram)),
		}),
	),
	get(
		'/post_insights',
		{ fields: { media_id: id }, needs: ['ig_user'], to: ({ media_id }) => media_id },
		({ media_id }, { instagram }) => {
			const found = instagram.get('post', media_id);
			if (!found) return notFound('Media');
			const element = postElement(found, instagram);
			const insight = (name: string, value: number) => ({
				name,
				period: 'lifetime',
				values: [{ value }],
				id: `${media_id}/insights/${name}/lifetime`,
			});
			return ok({
				data: {
					post: element,
					media_product_type: found.productType,
					insights: [
						insight('reach', 10 * found.likeCount),
						insight('likes', found.likeCount),
						insight('comments', element.comments_count),
					],
				},
			});
		},
	),
	post(
		'/create_post',
		{
			fields: {
				media: z.array(medium).max(10),
				post_type: z.enum(['image', 'reel', 'carousel', 'story']).optional(),
				caption: z.string().max(2200).optional(),
				cover_url: https.optional(),
			},
			needs: ['ig_user'],
		},
		({ media, post_type, caption }, instantDm) => {
			const hasVideo = media.some(isVideo);
			const type = post_type ?? (hasVideo ? 'reel' : 'image');
			const refusal = refusalOf(type, media) ?? instantDm.account.allow();
			if (refusal) return refusal;
			const container = instantDm.instagram.add('container', {
				caption,
				mediaType: type === 'carousel' ? 'CAROUSEL_ALBUM' : hasVideo ? 'VIDEO' : 'IMAGE',
				productType: PRODUCT_TYPES[type],
				callsLeft: hasVideo ? instantDm.settings.processingCalls : 0,
			});
			return publish(container, instantDm);
		},
	),
	post(
		'/publish_post',
		{ fields: { container_id: id }, needs: ['ig_user'], to: ({ container_id }) => container_id },
		({ container_id }, instantDm) => {
			const container = instantDm.instagram.get('container', container_id);
			if (!container) return notFound('Container');
			if (container.isPublished) return { status: 400, message: 'Already published' };
			return publish(container, instantDm);
		},
	),
];
