import { sortBy } from 'lodash';
import { z } from 'zod';

import { filterProperties, filterSchema } from '../../shared/filters/options';
import { option, parameter } from '../../shared/parameters/parameter';
import { number } from '../../shared/parameters/schemas';

const deduplicate = option(
	{
		displayName: 'Ignore Duplicates',
		name: 'deduplicate',
		type: 'boolean',
		default: true,
		description:
			'Whether to start the workflow only once if InstantDM sends an event again. Remembered for two days, until n8n restarts.',
	},
	z.boolean(),
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
	number({ minValue: 0 }),
);

/** What the filters do with events that the other trigger doesn't have. */
const more: Partial<Record<string, string>> = {
	includePayload: 'For button clicks the field is called element.',
	keywords: 'Button clicks and flow events always start it.',
};

const filters = filterProperties.map((property) => {
	const added = more[property.name];
	if (added === undefined) return property;
	const description = (property.description ?? '').replace(/\.?$/, '.');
	return { ...property, description: `${description} ${added}` };
});

/** Which of the selected events start the workflow, and what their items carry. */
export const options = parameter(
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		// What people want most is there from the start.
		default: { keywords: '' },
		options: sortBy([...filters, deduplicate.property, maxAge.property], 'displayName'),
	},
	filterSchema.extend({ deduplicate: deduplicate.schema, maxAge: maxAge.schema }),
);
