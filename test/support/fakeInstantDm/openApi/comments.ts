import { commentElement } from '../instagram/elements';
import type { InstantDm } from '../instantDm';
import { id, list, notFound } from './route';

/** The top-level comments on a post, each with the replies to it. */
export function commentsOn(post: string, { instagram, settings }: InstantDm) {
	const comments = instagram.all(
		'comment',
		({ postId, parentId }) =>
			postId === post && (parentId === undefined || !instagram.get('comment', parentId)),
	);
	if (settings.commentOrder === 'oldestFirst') comments.reverse();
	return comments.map((comment) => commentElement(comment, instagram));
}

export const commentRoutes = [
	list(
		'/ig_comments',
		{
			fields: { post_id: id },
			needs: ['ig_user'],
			to: ({ post_id }) => post_id,
			passesOnPaging: true,
		},
		({ post_id }, instantDm) =>
			instantDm.instagram.get('post', post_id)
				? { elements: commentsOn(post_id, instantDm) }
				: notFound('Media'),
	),
];
