import { getRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { number } from '../../../shared/parameters/schemas';
import type { Operation } from '../operation';

const typeOptions = { minValue: 1, maxValue: 30 };

const days = parameter(
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions,
		default: 30,
		description: 'How many days back to look, up to 30',
	},
	number(typeOptions, true),
);

export const getInsights: Operation = {
	value: 'getInsights',
	name: 'Get Insights',
	action: 'Get account insights',
	description: "Get the account's reach, followers and other figures for the last days",
	fields: [days.property],
	plan: (read) => [getRequest('/account_insights', { days: String(days.from(read)) })],
};
