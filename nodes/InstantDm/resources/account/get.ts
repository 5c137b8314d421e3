import { accountDetails } from '../../../shared/api/routes';
import { oncePerRun, type Operation } from '../operation';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get account',
	description:
		'Get the connected Instagram account: its username, its ID, the InstantDM plan and the credits left',
	fields: [],
	plan: () => [oncePerRun(accountDetails())],
};
