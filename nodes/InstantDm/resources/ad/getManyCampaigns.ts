import { about } from '../../../shared/api/request';
import { adCampaigns } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import { adAccount } from '../../fields/pickers';
import type { Operation } from '../operation';

export const getManyCampaigns: Operation = {
	value: 'getManyCampaigns',
	name: 'Get Many Campaigns',
	action: 'Get many ad campaigns',
	description: 'Get the campaigns of an ad account',
	fields: [adAccount.property, ...listFields],
	plan: (read) => [about(adCampaigns(adAccount.from(read), limitOf(read)), adAccount)],
};
