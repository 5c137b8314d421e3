import type { INodeProperties } from 'n8n-workflow';

import { EVENT_NAMES, EVENTS } from '../../shared/events/index';
import { options } from './options';

/** What a person sets on the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'InstantDM accepts only one webhook URL. Paste the Production URL into InstantDM under Settings → Integrations → Webhook Configuration, and use the same secret there and in the credential.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENTS.map(({ name, label, description, action }) => ({
			name: label,
			value: name,
			description,
			action,
		})),
		default: [...EVENT_NAMES],
		hint: 'Turn the same events on in InstantDM',
	},
	{
		displayName: 'Output Mode',
		name: 'outputMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'One Output for All Events',
				value: 'single',
				description: 'The event field identifies each item',
			},
			{
				name: 'One Output for Each Event',
				value: 'perEvent',
				description: 'Each selected event gets its own output',
			},
		],
		default: 'single',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description:
			"Whether to reject events that InstantDM didn't sign. If off, anyone with the URL can start the workflow.",
	},
	options,
];
