import { z } from 'zod';

import { inputMessage } from '../input/inputError';
import type { ReadParameter } from '../input/read';
import { number } from '../input/schemas';
import { field } from './field';

const returnAll = field(
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	z.boolean({ message: inputMessage('Return All', 'must be true or false', 'turn it on or off') }),
);

const limit = field(
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	number('Limit', { min: 1, isWhole: true }),
);

/** Return All and Limit, as every list of n8n's has them. */
export const listFields = [returnAll.property, limit.property];

/** How many elements to get; Infinity for all. */
export function limitOf(read: ReadParameter): number {
	return returnAll.from(read) ? Infinity : limit.from(read);
}
