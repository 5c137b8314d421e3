import { sortBy } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { EVENTS } from '../shared/events/index';
import { option } from '../shared/filters/option';
import { filterProperties, filterSchema } from '../shared/filters/options';

/** What the Open API can be asked for. */
const POLLED = ['comment', 'dm_received'] as const;

const POSTS = 'must be 1 to 200';

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
	z.coerce.number().nonnegative('must be 0 or more').default(0),
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
			'How many of your newest posts are checked for comments, even if others are chosen. More than 25 can take more calls at each check.',
	},
	z.coerce.number().int(POSTS).min(1, POSTS).max(200, POSTS).default(25),
);

export const settingsSchema = z.object({
	events: z.array(z.enum(POLLED)).nonempty('must include at least one event'),
	simplify: z.boolean(),
	options: filterSchema.extend({ lookBack: lookBack.schema, maxPosts: maxPosts.schema }),
});

/** The node's parameters, defaults filled in. */
export type Settings = z.infer<typeof settingsSchema>;

/** What a person sets on the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENTS.filter((event) => POLLED.some((name) => name === event.name)).map(
			({ name, label, description, action }) => ({ name: label, value: name, description, action }),
		),
		default: [...POLLED],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		// What people want most is there from the start.
		default: { keywords: '' },
		options: sortBy([...filterProperties, lookBack.property, maxPosts.property], 'displayName'),
	},
];
