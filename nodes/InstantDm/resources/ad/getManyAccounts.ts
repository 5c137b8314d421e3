import { adAccounts } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import type { Operation } from '../operation';

export const getManyAccounts: Operation = {
	value: 'getManyAccounts',
	name: 'Get Many Accounts',
	action: 'Get many ad accounts',
	description: 'Get the ad accounts of the connected Facebook user',
	fields: listFields,
	plan: (read) => [adAccounts(limitOf(read))],
};
