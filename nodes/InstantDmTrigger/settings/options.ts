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
		displayName: 'Maximum Age',
		name: 'maxAge',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Refuse deliveries whose X-Timestamp header is missing or older than this many seconds; 0 accepts any age. InstantDM does not sign that header, so this keeps late deliveries out but not someone who replays one.',
	},
	z.coerce.number().nonnegative().default(0),
);

/** Which of the selected events start the workflow, and what their items carry. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: sortBy([...filterProperties, deduplicate.property, maxAge.property], 'displayName'),
};

/** The same as the node finds it. */
export const optionsSchema = filterSchema.extend({
	deduplicate: deduplicate.schema,
	maxAge: maxAge.schema,
});
