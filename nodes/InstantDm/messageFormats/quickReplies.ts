import { z } from 'zod';

import { parameter } from '../../shared/parameters/parameter';
import { entriesOf, list, optional, text } from '../../shared/parameters/schemas';
import type { MessageFormat } from './format';
import { textAbove } from './text';

/** How many, and of how many characters the text above them may be. */
export const QUICK_REPLIES = { min: 1, max: 13, characters: 1000 };

/** A text reply without a payload sends its title; phone and email show the person's own. */
const quickReply = z
	.discriminatedUnion('contentType', [
		z.object({
			contentType: z.literal('text'),
			title: text('enter the reply text'),
			payload: optional(text('enter a text')),
		}),
		z.object({ contentType: z.literal('user_phone_number') }),
		z.object({ contentType: z.literal('user_email') }),
	])
	.transform((reply) =>
		reply.contentType === 'text'
			? {
					content_type: reply.contentType,
					title: reply.title,
					payload: reply.payload ?? reply.title,
				}
			: { content_type: reply.contentType },
	);

const quickReplies = parameter(
	{
		displayName: 'Quick Replies',
		name: 'quickReplies',
		type: 'fixedCollection',
		typeOptions: entriesOf('title', QUICK_REPLIES),
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
	list('quickReply', quickReply, QUICK_REPLIES),
);

export function quickRepliesFormat(label: string): MessageFormat {
	const above = textAbove(label, 'quick replies', QUICK_REPLIES.characters, 'Pick one:');
	return {
		value: 'quickReplies',
		name: 'Text with Quick Replies',
		description: 'A text with up to 13 tappable replies that disappear after a tap',
		fields: [above.property, quickReplies.property],
		build: (read) => ({ text: above.from(read), quick_replies: quickReplies.from(read) }),
	};
}
