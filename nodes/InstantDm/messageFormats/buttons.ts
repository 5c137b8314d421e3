import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { complaint } from '../input/inputError';
import { address, text } from '../input/schemas';

const title = text('Title', 'enter the words on the button');

/** The two kinds of button that Instagram knows (Meta, "Button Template"); other keys are dropped. */
export const button = z.discriminatedUnion(
	'type',
	[
		z.object({
			type: z.literal('web_url'),
			title,
			url: address(
				'URL',
				['https', 'http'],
				'enter the page that the button opens, beginning with https://',
			),
		}),
		z.object({
			type: z.literal('postback'),
			title,
			payload: text('Payload', 'enter what the InstantDM Trigger is to get when it is clicked'),
		}),
	],
	{
		errorMap: () => ({
			message: complaint('Type', 'is not a kind of button', 'choose "web_url" or "postback"'),
		}),
	},
);

/** The list of buttons below a message or a card. */
export const buttonsField: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Button',
	default: {},
	description: 'Up to 3 buttons. Instagram does not show them in its web version.',
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{
							name: 'Open a Page',
							value: 'web_url',
							description: 'Opens an address in Instagram’s browser; n8n does not hear of it',
						},
						{
							name: 'Send a Postback',
							value: 'postback',
							description: 'Sends the payload to the InstantDM Trigger as a postback event',
						},
					],
					default: 'web_url',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Visit Shop',
					description: 'The words on the button; Instagram may cut them after 20 characters',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					displayOptions: { show: { type: ['web_url'] } },
					default: '',
					placeholder: 'e.g. https://example.com/shop',
					description: 'The page that the button opens',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					displayOptions: { show: { type: ['postback'] } },
					default: '',
					placeholder: 'e.g. SHOW_PRICES',
					description:
						'What the InstantDM Trigger gets as payload when the button is clicked; the person does not see it. Keep it below 1,000 characters.',
				},
			],
		},
	],
};
