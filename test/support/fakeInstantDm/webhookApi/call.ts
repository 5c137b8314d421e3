import { z } from 'zod';

import { badInput } from '../badInput';
import { documentedErrors, type Refusal } from '../documentedErrors';

/** A call that InstantDM understood. `to` is the person or the comment it is meant for. */
export type Call =
	| { action: 'post_comment'; to: string; text: string }
	| { action: 'send_message'; type: 'dm' | 'comment_reply'; to: string; message: unknown };

const id = z.string().regex(/^\d+$/, 'must be a string of digits');
const present = z.union([z.string().min(1), z.number(), z.object({}).passthrough()]);

const required = (fields: readonly string[], body: object, error: Refusal): Refusal | null =>
	fields.every((field) => present.safeParse(Reflect.get(body, field)).success) ? null : error;

const postComment = z
	.object({ action: z.literal('post_comment'), comment_id: id, comment_text: z.string() })
	.strict();
const directMessage = z
	.object({
		action: z.literal('send_message'),
		type: z.literal('dm').optional(),
		recipient_id: id,
		message: z.object({}).passthrough(),
	})
	.strict();
const privateReply = z
	.object({
		action: z.literal('send_message'),
		type: z.literal('comment_reply'),
		comment_id: id,
		message: z.object({}).passthrough(),
	})
	.strict();

function parsePostComment(body: object): Call | Refusal {
	const fields = ['comment_id', 'comment_text'];
	const missing = required(fields, body, documentedErrors.missingCommentFields);
	if (missing) return missing;
	const { data, error } = postComment.safeParse(body);
	if (error) return badInput(error);
	return { action: data.action, to: data.comment_id, text: data.comment_text };
}

function parseSendMessage(body: object, type: unknown): Call | Refusal {
	if (type !== 'dm' && type !== 'comment_reply') {
		return { status: 400, message: 'Unknown type' };
	}
	const missing =
		(type === 'dm'
			? required(['recipient_id'], body, documentedErrors.missingRecipient)
			: required(['comment_id'], body, documentedErrors.missingComment)) ??
		required(['message'], body, documentedErrors.missingMessage);
	if (missing) return missing;
	if (type === 'dm') {
		const { data, error } = directMessage.safeParse(body);
		if (error) return badInput(error);
		return { action: data.action, type, to: data.recipient_id, message: data.message };
	}
	const { data, error } = privateReply.safeParse(body);
	if (error) return badInput(error);
	return { action: data.action, type, to: data.comment_id, message: data.message };
}

/** Reads a request body by the documentation's tables ("Inbound API"), in their order. */
export function parseCall(body: unknown): Call | Refusal {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		return { status: 400, message: 'The body is not a JSON object' };
	}
	const action: unknown = Reflect.get(body, 'action');
	if (action === 'post_comment') return parsePostComment(body);
	if (action === 'send_message') {
		return parseSendMessage(body, Reflect.get(body, 'type') ?? 'dm');
	}
	return documentedErrors.unknownAction;
}
