import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { entriesOf, text, url } from '../../shared/parameters/schemas';

/** How many, and of how many characters the text above them may be. */
export const BUTTONS = { min: 1, max: 3, characters: 640 };

const title = text('enter the button text');

/** The two types of button that Instagram knows; other keys are dropped. */
export const button = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('web_url'),
		title,
		url: url(['https', 'http'], 'enter the full URL, starting with https://'),
	}),
	z.object({
		type: z.literal('postback'),
		title,
		payload: text('enter the value the InstantDM Trigger should receive'),
	}),
]);

/** The list of buttons below a message or a card. */
export const buttonsField: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: entriesOf('title', { max: BUTTONS.max }),
	placeholder: 'Add Button',
	default: {},
	description: 'Up to 3 buttons. Shown in the mobile app only.',
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					noDataExpression: true,
					options: [
						{
							name: 'Open URL',
							value: 'web_url',
							description: "Opens the page in Instagram's browser; n8n isn't notified",
						},
						{
							name: 'Send to Workflow (Postback)',
							value: 'postback',
							description: 'Sends the payload to the InstantDM Trigger',
						},
					],
					default: 'web_url',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. Visit Shop',
					description: 'The button text. Instagram may cut it off after 20 characters.',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					displayOptions: { show: { type: ['web_url'] } },
					required: true,
					default: '',
					placeholder: 'e.g. https://example.com/shop',
					description: 'The page that the button opens',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					displayOptions: { show: { type: ['postback'] } },
					required: true,
					default: '',
					placeholder: 'e.g. SHOW_PRICES',
					description:
						"The value the trigger outputs as payload. People don't see it. Keep it below 1,000 characters.",
				},
			],
		},
	],
};
