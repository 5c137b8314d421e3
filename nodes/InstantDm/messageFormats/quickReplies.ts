import { memoize } from 'lodash';
import { z } from 'zod';

import { check, inputMessage } from '../input/inputError';
import { list, optional, text } from '../input/schemas';
import type { MessageFormat } from './format';
import { TEXT_LABEL } from './text';

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
				title: text('Title', 'enter the reply text'),
				payload: optional(text('Payload', 'enter a text')),
			}),
			z.object({ contentType: z.literal('user_phone_number') }),
			z.object({ contentType: z.literal('user_email') }),
		],
		{
			errorMap: () => ({
				message: inputMessage(
					'Type',
					"isn't a valid type",
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

const message = memoize((label: string) =>
	z
		.object({
			text: text(label, 'enter the text above the quick replies', {
				characters: 1000,
				fix: 'shorten it, or send the rest in a separate text message first',
			}),
			quickReplies: list('Quick Replies', 'quickReply', quickReply, {
				min: 1,
				max: 13,
				one: 'quick reply',
			}),
		})
		.transform(({ text, quickReplies }) => ({ text, quick_replies: quickReplies })),
);

export const quickRepliesFormat: MessageFormat = {
	value: 'quickReplies',
	name: 'Text with Quick Replies',
	description: 'A text with up to 13 tappable replies that disappear after a tap',
	fields: [
		{
			displayName: TEXT_LABEL,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. Pick one:',
			description: 'The text above the quick replies, up to 1,000 characters',
		},
		{
			displayName: 'Quick Replies',
			name: 'quickReplies',
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				sortable: true,
				minRequiredFields: 1,
				maxAllowedFields: 13,
				fixedCollection: { itemTitle: '={{ $collection.item.value.title }}' },
			},
			placeholder: 'Add Quick Reply',
			required: true,
			default: { quickReply: [{ contentType: 'text', title: '' }] },
			description:
				'Up to 13. A tap starts the InstantDM Trigger as a message of kind quick_reply. Shown in the mobile app only.',
			options: [
				{
					displayName: 'Quick Reply',
					name: 'quickReply',
					values: [
						{
							displayName: 'Type',
							name: 'contentType',
							type: 'options',
							noDataExpression: true,
							options: [
								{
									name: 'Email Address',
									value: 'user_email',
									description: "Suggests the email from the person's profile",
								},
								{
									name: 'Phone Number',
									value: 'user_phone_number',
									description: "Suggests the phone number from the person's profile",
								},
								{
									name: 'Text',
									value: 'text',
									description: 'Shows the title as a tappable reply',
								},
							],
							default: 'text',
						},
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							displayOptions: { show: { contentType: ['text'] } },
							required: true,
							default: '',
							placeholder: 'e.g. Yes, please',
							description: 'The reply text. Instagram cuts it off after 20 characters.',
						},
						{
							displayName: 'Payload',
							name: 'payload',
							type: 'string',
							displayOptions: { show: { contentType: ['text'] } },
							default: '',
							placeholder: 'e.g. ANSWER_YES',
							description:
								"The value the trigger outputs as quickReplyPayload. People don't see it. Defaults to the title.",
						},
					],
				},
			],
		},
	],
	build: (read, textLabel) =>
		check(message(textLabel), { text: read('text'), quickReplies: read('quickReplies') }),
};
