import { z } from 'zod';

import { receive } from '../instagram/receive';
import { parseCall } from '../webhookApi/call';
import { post } from './route';

const anything = { recipient_id: z.unknown(), comment_id: z.unknown(), message: z.unknown() };

/** `/api-webhook`'s two actions as routes of their own, with the same fields. */
const send = (path: string, fields: z.ZodRawShape, call: object) =>
	post(path, { fields, needs: ['ig_user'] }, (values, instantDm) => {
		const parsed = parseCall({ ...call, ...values });
		if ('status' in parsed) return parsed;
		return instantDm.bill(
			() => receive(parsed, instantDm.instagram),
			({ answer }) => ({ code: 200, ...answer, ...instantDm.creditsLeft() }),
		);
	});

const comment = { comment_id: z.unknown(), comment_text: z.unknown() };

export const messageRoutes = [
	send('/send_message', { ...anything, type: z.unknown() }, { action: 'send_message' }),
	send('/post_comment', comment, { action: 'post_comment' }),
	send('/reply_to_ad_comment', comment, { action: 'post_comment' }),
	send('/ad_comment_private_reply', anything, { action: 'send_message', type: 'comment_reply' }),
];
