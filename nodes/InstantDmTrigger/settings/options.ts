import { sortBy } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { option } from '../../shared/filters/option';
import { filterProperties, filterSchema } from '../../shared/filters/options';

const deduplicate = option(
	{
		displayName: 'Ignore Duplicates',
		name: 'deduplicate',
		type: 'boolean',
		default: true,
		description:
			'Whether to start the workflow only once if InstantDM sends an event again. Remembered for two days, until n8n restarts.',
	},
	z.boolean().default(true),
);

const maxAge = option(
	{
		displayName: 'Maximum Age (Seconds)',
		name: 'maxAge',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Reject events older than this many seconds. 0 accepts any age.',
	},
	z.coerce.number().nonnegative('must be 0 or more').default(0),
);

/** Which of the selected events start the workflow, and what their items carry. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	// What people want most is there from the start.
	default: { keywords: '' },
	options: sortBy([...filterProperties, deduplicate.property, maxAge.property], 'displayName'),
};

/** The same as the node finds it. */
export const optionsSchema = filterSchema.extend({
	deduplicate: deduplicate.schema,
	maxAge: maxAge.schema,
});
