import { z } from 'zod';

import { inputMessage } from '../input/inputError';
import { field } from './field';

export const simplify = field(
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description:
			'Whether to return the same fields as the InstantDM Trigger instead of the raw data',
	},
	z.boolean({ message: inputMessage('Simplify', 'must be true or false', 'turn it on or off') }),
);
