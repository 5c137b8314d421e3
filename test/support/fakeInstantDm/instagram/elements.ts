import type { Instagram } from './instagram';
import type { Row } from './rows';

/** How Meta's Graph API shows what Instagram and Facebook keep. */

/** `2026-09-21T14:13:20+0000`. */
const time = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+0000`;

/** A person as the Graph API names one. The account has another id there, where told so. */
function who(personId: string, instagram: Instagram) {
	const { id, username } = instagram.person(personId);
	const { account } = instagram.settings;
	return { id: id === account.id ? (account.graphId ?? id) : id, username };
}

/** @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media */
export function postElement(post: Row<'post'>, instagram: Instagram) {
	const { id, caption, mediaType, productType, likeCount, at } = post;
	const isVideo = mediaType === 'VIDEO';
	return {
		id,
		...(caption !== undefined && { caption }),
		media_type: mediaType,
		media_product_type: productType,
		media_url: `https://cdn.example.com/${id}.${isVideo ? 'mp4' : 'jpg'}`,
		...(isVideo && { thumbnail_url: `https://cdn.example.com/${id}.jpg` }),
		permalink: permalinkOf(id),
		timestamp: time(at),
		like_count: likeCount,
		comments_count: instagram.all('comment', ({ postId }) => postId === id).length,
	};
}

export const permalinkOf = (postId: string) => `https://www.instagram.com/p/${postId}/`;

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment */
export function commentElement(comment: Row<'comment'>, instagram: Instagram): CommentElement {
	const { id, postId, personId, parentId, text, likeCount, hidden, at } = comment;
	const from = who(personId, instagram);
	const replies = instagram.repliesTo(id).map((reply) => commentElement(reply, instagram));
	return {
		id,
		text,
		timestamp: time(at),
		username: from.username,
		from,
		like_count: likeCount,
		hidden,
		media: { id: postId },
		...(parentId !== undefined && { parent_id: parentId }),
		...(replies.length > 0 && { replies: { data: replies } }),
	};
}

interface CommentElement {
	id: string;
	[field: string]: unknown;
}

export const conversationIdOf = (personId: string) =>
	Buffer.from(`ig_conversation:${personId}`).toString('base64url');

/** @param messages of the conversation with one person, newest first, at least one */
export function conversationElement(messages: readonly Row<'message'>[], instagram: Instagram) {
	const [last] = messages;
	if (!last) throw new Error('A conversation has a message');
	const unread = messages.findIndex(({ isOwn }) => isOwn);
	return {
		id: conversationIdOf(last.personId),
		updated_time: time(last.at),
		participants: {
			data: [who(instagram.settings.account.id, instagram), who(last.personId, instagram)],
		},
		unread_count: unread === -1 ? messages.length : unread,
		...(last.text !== undefined && { snippet: last.text }),
	};
}

/**
 * @param isFull whether it is one of the newest, which alone have their text
 * @see https://developers.facebook.com/docs/messenger-platform/instagram/features/conversation
 */
export function messageElement(message: Row<'message'>, isFull: boolean, instagram: Instagram) {
	const { id, personId, isOwn, text, attachments, repliesToStory, isUnsupported, at } = message;
	const person = who(personId, instagram);
	const account = who(instagram.settings.account.id, instagram);
	const shares = attachments.filter(({ type }) => SHARES.includes(type));
	const mention = attachments.find(({ type }) => type === 'story_mention');
	const files = attachments.filter((one) => one !== mention && !shares.includes(one));
	return {
		id,
		created_time: time(at),
		from: isOwn ? account : person,
		to: { data: [isOwn ? person : account] },
		...(isFull && {
			message: text ?? '',
			...(files.length > 0 && { attachments: { data: files.map(fileElement) } }),
			...(shares.length > 0 && {
				shares: { data: shares.map(({ payload }) => ({ link: payload.url, id: payload.id })) },
			}),
			...(mention && { story: { mention: { link: mention.payload.url, id: mention.payload.id } } }),
			...(repliesToStory && {
				story: { reply_to: { link: repliesToStory.url, id: repliesToStory.id } },
			}),
			...(isUnsupported && { is_unsupported: true }),
		}),
	};
}

const SHARES: readonly string[] = ['share', 'ig_post', 'ig_reel', 'reel'];

function fileElement({ type, payload }: Row<'message'>['attachments'][number], index: number) {
	const id = `att_${index}`;
	const size = { width: 640, height: 640 };
	switch (type) {
		case 'image':
			return { id, mime_type: 'image/jpeg', image_data: { url: payload.url, ...size } };
		case 'video':
			return { id, mime_type: 'video/mp4', video_data: { url: payload.url, ...size } };
		case 'template':
			return { id, generic_template: payload };
		default:
			return { id, file_url: payload.url };
	}
}

export const facebookPostElement = ({ id, message, at }: Row<'facebookPost'>) => ({
	id,
	message,
	full_picture: `https://cdn.example.com/${id}.jpg`,
	created_time: time(at),
	permalink_url: `https://www.facebook.com/${id}`,
});

export const facebookCommentElement = (comment: Row<'facebookComment'>, pageId: string) => ({
	id: comment.id,
	message: comment.message,
	from: { id: comment.personId ?? pageId, name: comment.name },
	created_time: time(comment.at),
	...(comment.parentId !== undefined && { parent: { id: comment.parentId } }),
});

export const timeOf = time;
