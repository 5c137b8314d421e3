import { z } from 'zod';

import { parameter } from '../../shared/parameters/parameter';

/** How a list is given: in the fields of the form, or as JSON. */
export const specify = (displayName: string, name: string) =>
	parameter(
		{
			displayName,
			name,
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
			default: 'fields',
		},
		z.enum(['fields', 'json']).default('fields'),
	);
