import { z } from 'zod';

import type { InstagramError } from './instagramError';

const https = z.string().url().startsWith('https://');
const filled = z.string().min(1);

const button = z.discriminatedUnion('type', [
	z.object({ type: z.literal('web_url'), title: filled, url: z.string().url() }).strict(),
	z.object({ type: z.literal('postback'), title: filled, payload: filled }).strict(),
]);

const card = z
	.object({
		title: filled.max(80),
		subtitle: filled.max(80).optional(),
		image_url: https.optional(),
		default_action: z
			.object({ type: z.literal('web_url'), url: z.string().url() })
			.strict()
			.optional(),
		buttons: z.array(button).min(1).max(3).optional(),
	})
	.strict()
	.refine((value) => Object.keys(value).length > 1, 'needs one property besides title');

const template = z.discriminatedUnion('template_type', [
	z
		.object({
			template_type: z.literal('button'),
			text: filled.max(640),
			buttons: z.array(button).min(1).max(3),
		})
		.strict(),
	z
		.object({ template_type: z.literal('generic'), elements: z.array(card).min(1).max(10) })
		.strict(),
	z
		.object({
			template_type: z.literal('product'),
			elements: z
				.array(z.object({ id: filled }).strict())
				.min(1)
				.max(10),
		})
		.strict(),
]);

const media = z.union([
	z.object({ url: https }).strict(),
	z.object({ attachment_id: filled }).strict(),
]);

const attachment = z.discriminatedUnion('type', [
	z.object({ type: z.enum(['image', 'video', 'audio', 'file']), payload: media }).strict(),
	z.object({ type: z.literal('template'), payload: template }).strict(),
	z.object({ type: z.literal('like_heart') }).strict(),
	z.object({ type: z.literal('MEDIA_SHARE'), payload: z.object({ id: filled }).strict() }).strict(),
]);

const quickReply = z.discriminatedUnion('content_type', [
	z.object({ content_type: z.literal('text'), title: filled, payload: filled }).strict(),
	z.object({ content_type: z.literal('user_phone_number') }).strict(),
	z.object({ content_type: z.literal('user_email') }).strict(),
]);

/** Characters, as Meta's list of limitations has it; its page on sending has bytes. */
const longest = filled.refine(
	(text) => Array.from(text).length <= 1000,
	'is longer than 1000 characters',
);

const messageSchema = z.union([
	z
		.object({ text: longest, quick_replies: z.array(quickReply).min(1).max(13).optional() })
		.strict(),
	z.object({ attachment }).strict(),
	z
		.object({
			attachments: z
				.array(z.object({ type: z.literal('image'), payload: media }).strict())
				.min(1)
				.max(10),
		})
		.strict(),
]);

/** Every complaint of a union, innermost first, as "where what". */
function complaints(issue: z.ZodIssue): string[] {
	if (issue.code === 'invalid_union') {
		return issue.unionErrors.flatMap(({ issues }) => issues.flatMap(complaints));
	}
	return [`${issue.path.join('.')} ${issue.message}`.trim()];
}

/**
 * What Instagram says against a message, or null. Limits are those Meta documents for Instagram:
 * text 1000, 13 quick replies, 1–3 buttons under a text of 640, 10 cards with title and subtitle
 * of 80, media from an https address. Titles it truncates are let through.
 * @see https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
export function refusalOf(message: unknown): InstagramError | null {
	const result = messageSchema.safeParse(message);
	if (result.success) return null;
	const reasons = result.error.issues.flatMap(complaints);
	return {
		status: 400,
		code: 100,
		subcode: 2534015,
		message: `(#100) Invalid message data: ${[...new Set(reasons)].join('; ')}`,
	};
}
