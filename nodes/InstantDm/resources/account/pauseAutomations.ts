import { setRequest } from '../../../shared/api/request';
import type { Operation } from '../operation';

export const pauseAutomations: Operation = {
	value: 'pauseAutomations',
	name: 'Pause All Automations',
	action: 'Pause all automations',
	description:
		"Pause all InstantDM automations of the account. Only a person can resume them, in InstantDM's app.",
	fields: [],
	plan: () => [setRequest('/disable_automation')],
	items: ([[answer = {}] = []]) => [{ ...answer, success: true }],
};
