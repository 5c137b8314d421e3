import { z } from 'zod';

import { facebookCommentElement, facebookPostElement } from '../instagram/elements';
import { facebookId, list, notFound, post } from './route';

const PAGE_ID = '102030405060708';

export const facebookRoutes = [
	list('/fb_page_posts', { fields: {}, needs: ['fb_page'] }, (_, { instagram }) => ({
		elements: instagram.all('facebookPost').map(facebookPostElement),
	})),
	list(
		'/fb_page_comments',
		{ fields: { post_id: facebookId }, needs: ['fb_page'], to: ({ post_id }) => post_id },
		({ post_id }, { instagram }) => {
			if (!instagram.get('facebookPost', post_id)) return notFound('Post');
			return {
				elements: instagram
					.all('facebookComment', ({ postId }) => postId === post_id)
					.map((comment) => facebookCommentElement(comment, PAGE_ID)),
			};
		},
	),
	post(
		'/fb_page_comment_reply',
		{
			fields: { comment_id: facebookId, comment_text: z.string().min(1) },
			needs: ['fb_page'],
			to: ({ comment_id }) => comment_id,
		},
		({ comment_id, comment_text: message }, instantDm) => {
			const { instagram } = instantDm;
			const answered = instagram.get('facebookComment', comment_id);
			if (!answered) return notFound('Comment');
			return instantDm.bill(
				() => {
					const reply = { postId: answered.postId, parentId: comment_id, message };
					const { id } = instagram.add('facebookComment', reply);
					return { id, answer: { comment_id: id } };
				},
				({ answer }) => ({ code: 200, ...answer, ...instantDm.creditsLeft() }),
			);
		},
	),
];
