import { z } from 'zod';

import { check, complaint } from '../input/inputError';
import { list, optional, text } from '../input/schemas';
import type { MessageFormat } from './format';

/**
 * Meta, "Quick Replies": a title for a text reply only; phone and email show the person's own.
 * A text reply without a payload sends its title.
 */
const quickReply = z
	.discriminatedUnion(
		'contentType',
		[
			z.object({
				contentType: z.literal('text'),
				title: text('Title', 'enter the words on the quick reply'),
				payload: optional(text('Payload', 'enter a text')),
			}),
			z.object({ contentType: z.literal('user_phone_number') }),
			z.object({ contentType: z.literal('user_email') }),
		],
		{
			errorMap: () => ({
				message: complaint(
					'Content',
					'is not a kind of quick reply',
					'choose "text", "user_phone_number" or "user_email"',
				),
			}),
		},
	)
	.transform((reply) =>
		reply.contentType === 'text'
			? {
					content_type: reply.contentType,
					title: reply.title,
					payload: reply.payload ?? reply.title,
				}
			: { content_type: reply.contentType },
	);

const message = z
	.object({
		text: text('Text', 'enter the text above the quick replies', {
			characters: 1000,
			mend: 'shorten it, or send the rest as a Text message before',
		}),
		quickReplies: list('Quick Replies', 'quickReply', quickReply, {
			min: 1,
			max: 13,
			what: 'quick replies',
		}),
	})
	.transform(({ text, quickReplies }) => ({ text, quick_replies: quickReplies }));

export const quickRepliesFormat: MessageFormat = {
	value: 'quickReplies',
	name: 'Text with Quick Replies',
	description: 'A text with up to 13 answers to tap, which disappear after a tap',
	fields: [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Pick one:',
			description: 'The text above the quick replies, up to 1,000 characters',
		},
		{
			displayName: 'Quick Replies',
			name: 'quickReplies',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Quick Reply',
			default: {},
			description:
				'Up to 13. A tap comes back to the InstantDM Trigger as a direct message of the kind quick_reply. Instagram shows quick replies on phones only, and not in messages to yourself.',
			options: [
				{
					displayName: 'Quick Reply',
					name: 'quickReply',
					values: [
						{
							displayName: 'Content',
							name: 'contentType',
							type: 'options',
							options: [
								{
									name: 'Email Address',
									value: 'user_email',
									description: 'Offers the person’s own email address, if Instagram knows one',
								},
								{
									name: 'Phone Number',
									value: 'user_phone_number',
									description: 'Offers the person’s own phone number, if Instagram knows one',
								},
								{
									name: 'Text',
									value: 'text',
									description: 'Offers the title',
								},
							],
							default: 'text',
						},
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							displayOptions: { show: { contentType: ['text'] } },
							default: '',
							placeholder: 'e.g. Yes, please',
							description: 'The words to tap; Instagram cuts them after 20 characters',
						},
						{
							displayName: 'Payload',
							name: 'payload',
							type: 'string',
							displayOptions: { show: { contentType: ['text'] } },
							default: '',
							placeholder: 'e.g. ANSWER_YES',
							description:
								'What the InstantDM Trigger gets as quickReplyPayload; the person does not see it. Left empty, it is the title.',
						},
					],
				},
			],
		},
	],
	build: (read) => check(message, { text: read('text'), quickReplies: read('quickReplies') }),
};
