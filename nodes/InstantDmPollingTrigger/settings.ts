import { sortBy } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { EVENTS } from '../shared/events/index';
import { filterProperties, filterSchema, simplify } from '../shared/filters/options';
import { issue } from '../shared/parameters/check';
import { option, parameter, type ReadParameter } from '../shared/parameters/parameter';
import { number } from '../shared/parameters/schemas';

/** What the Open API can be asked for. */
const POLLED = ['comment', 'dm_received'] as const;
const choices = EVENTS.filter((event) => POLLED.some((name) => name === event.name)).map(
	({ name, label, description, action }) => ({ name: label, value: name, description, action }),
);

/** The words below the node's name: the selected events. */
export const SUBTITLE = `={{ ${JSON.stringify(
	choices.map(({ name, value }) => ({ name, value })),
)}.filter(({ value }) => $parameter["events"].includes(value)).map(({ name }) => name).join(", ") }}`;

const lookBack = option(
	{
		displayName: 'Look Back (Hours)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			"How many hours back the first check looks. With 0, existing comments and messages don't start the workflow.",
	},
	number({ minValue: 0 }),
);

const maxPosts = option(
	{
		displayName: 'Maximum Posts',
		name: 'maxPosts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 200 },
		displayOptions: { show: { '/events': ['comment'] } },
		default: 25,
		description:
			'How many of your newest posts are checked for comments. If you choose posts, only those are checked, however old. More than 25 can take more calls at each check.',
	},
	number({ minValue: 1, maxValue: 200 }, true),
);

const events = parameter(
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: choices,
		default: [...POLLED],
	},
	z
		.array(z.enum(POLLED))
		.refine((chosen) => chosen.length > 0, issue('is empty', 'choose at least one event'))
		.transform((chosen) => POLLED.filter((event) => chosen.includes(event))),
);

const options = parameter(
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		// What people want most is there from the start.
		default: { keywords: '' },
		options: sortBy([...filterProperties, lookBack.property, maxPosts.property], 'displayName'),
	},
	filterSchema.extend({ lookBack: lookBack.schema, maxPosts: maxPosts.schema }),
);

/** What a person sets on the trigger. */
export const properties: INodeProperties[] = [events.property, simplify.property, options.property];

/**
 * The node's parameters, defaults filled in.
 * @throws InputError naming the setting that cannot be used, and what to do
 */
export function readSettings(read: ReadParameter) {
	return {
		events: events.from(read),
		simplify: simplify.from(read),
		options: options.from(read),
	};
}

export type Settings = ReturnType<typeof readSettings>;
