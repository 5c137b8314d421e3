import { z } from 'zod';

import { parameter } from '../../shared/parameters/parameter';

export const simplify = parameter(
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description:
			'Whether to return the same fields as the InstantDM Trigger instead of the raw data',
	},
	z.boolean(),
);
