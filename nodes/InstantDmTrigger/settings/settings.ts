import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { EVENT_NAMES, EVENTS, isEventName } from '../../shared/events/index';
import { simplify } from '../../shared/filters/options';
import { issue } from '../../shared/parameters/check';
import { parameter, type ReadParameter } from '../../shared/parameters/parameter';
import { options } from './options';

const notice: INodeProperties = {
	displayName:
		'InstantDM accepts only one webhook URL. Paste the Production URL into InstantDM under Settings → Integrations → Webhook Configuration, and use the same secret there and in the credential.',
	name: 'webhookNotice',
	type: 'notice',
	default: '',
};

const events = parameter(
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
	z
		.array(z.string().refine(isEventName, {}))
		.refine((chosen) => chosen.length > 0, issue('is empty', 'choose at least one event'))
		.transform((chosen) => EVENT_NAMES.filter((event) => chosen.includes(event))),
);

const outputMode = parameter(
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
	z.enum(['single', 'perEvent']),
);

const verifySignature = parameter(
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description:
			"Whether to reject events that InstantDM didn't sign. If off, anyone with the URL can start the workflow.",
	},
	z.boolean(),
);

/** What a person sets on the trigger. */
export const properties: INodeProperties[] = [
	notice,
	events.property,
	outputMode.property,
	simplify.property,
	verifySignature.property,
	options.property,
];

/**
 * The node's parameters, defaults filled in, events in the order of the outputs.
 * @throws InputError naming the setting that cannot be used, and what to do
 */
export function readSettings(read: ReadParameter) {
	return {
		events: events.from(read),
		outputMode: outputMode.from(read),
		simplify: simplify.from(read),
		verifySignature: verifySignature.from(read),
		options: options.from(read),
	};
}

export type Settings = ReturnType<typeof readSettings>;
