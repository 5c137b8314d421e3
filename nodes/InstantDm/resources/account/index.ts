import type { Resource } from '../operation';
import { get } from './get';
import { getInsights } from './getInsights';
import { pauseAutomations } from './pauseAutomations';

export const account: Resource = {
	value: 'account',
	name: 'Account',
	operations: [get, getInsights, pauseAutomations],
};
