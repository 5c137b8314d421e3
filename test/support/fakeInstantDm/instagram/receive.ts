import { z } from 'zod';

import type { Call } from '../webhookApi/call';
import type { Instagram } from './instagram';
import type { InstagramError } from './instagramError';
import { refusalOf } from './message';

/** What Instagram made of a call: the new comment's or message's id and its answer. */
export interface Taken {
	id: string;
	answer: Record<string, string>;
}

/** Where a comment is that nobody added: the post of InstantDM's documented comment. */
const UNKNOWN_POST = '18071354672638470';

const messageSchema = z.object({
	text: z.string().optional(),
	attachment: z.object({ type: z.string(), payload: z.record(z.unknown()).optional() }).optional(),
});

/**
 * Delivers a comment or a message, or says why not. A reply to a reply is put under the
 * top-level comment; a comment gets one private reply.
 * @see https://developers.facebook.com/docs/instagram-platform/private-replies
 */
export function receive(call: Call, instagram: Instagram): Taken | InstagramError {
	if (call.action === 'post_comment') return reply(call.to, call.text, instagram);
	const refusal = refusalOf(call.message);
	if (refusal) return refusal;
	if (call.type === 'dm') return write(call.to, call.message, instagram);
	// The error's code is unverified.
	if (instagram.privatelyAnswered.has(call.to)) {
		return { status: 400, code: 10900, message: 'This comment already has a private reply' };
	}
	instagram.privatelyAnswered.add(call.to);
	return write(instagram.commenterOf(call.to), call.message, instagram);
}

function reply(to: string, text: string, instagram: Instagram): Taken {
	const answered = instagram.get('comment', to);
	const { id } = instagram.add('comment', {
		postId: answered?.postId ?? UNKNOWN_POST,
		parentId: answered?.parentId ?? to,
		personId: instagram.settings.account.id,
		text,
	});
	return { id, answer: { comment_id: id } };
}

function write(personId: string, message: unknown, instagram: Instagram): Taken {
	const { text, attachment } = messageSchema.parse(message);
	const attachments = attachment ? [attachment] : [];
	const { id } = instagram.add('message', { personId, isOwn: true, text, attachments });
	return { id, answer: { recipient_id: personId, message_id: id } };
}
