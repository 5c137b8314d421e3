import type { INodeProperties } from 'n8n-workflow';

import { EVENT_NAMES, EVENTS } from '../../shared/events/index';
import { options } from './options';

/** What a person sets on the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Copy the Production URL above into InstantDM under Settings → Integrations → Webhook Configuration, choose the events there, and set the same secret there and in the credential. InstantDM has room for one URL: after a test with the test URL, put the Production URL back.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description:
			'Whether to check that InstantDM sent the delivery, with the webhook secret in the credential. Anyone who knows the URL can start the workflow when this is off.',
	},
	{
		displayName: 'Events',
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
		description:
			'Which events start the workflow. Turn the same events on in InstantDM, under Webhook Configuration.',
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
	options,
];
