import { getRequest } from '../../../shared/api/request';
import { field } from '../../fields/field';
import { number } from '../../input/schemas';
import type { Operation } from '../operation';

const days = field(
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 30 },
		default: 30,
		description: 'How many days back to look, up to 30',
	},
	number('Days', { min: 1, max: 30, isWhole: true }),
);

export const getInsights: Operation = {
	value: 'getInsights',
	name: 'Get Insights',
	action: 'Get account insights',
	description: "Get the account's reach, followers and other figures for the last days",
	fields: [days.property],
	plan: (read) => [getRequest('/account_insights', { days: String(days.from(read)) })],
};
