import { z } from 'zod';

import { number } from '../../shared/parameters/schemas';
import { parameter, type ReadParameter } from '../../shared/parameters/parameter';

const returnAll = parameter(
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	z.boolean(),
);

const limit = parameter(
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	number({ minValue: 1 }, true),
);

/** Return All and Limit, as every list of n8n's has them. */
export const listFields = [returnAll.property, limit.property];

/** How many elements to get; Infinity for all. */
export function limitOf(read: ReadParameter): number {
	return returnAll.from(read) ? Infinity : limit.from(read);
}
