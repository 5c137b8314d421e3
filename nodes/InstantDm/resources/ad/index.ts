import type { Resource } from '../operation';
import { getMany } from './getMany';
import { getManyAccounts } from './getManyAccounts';
import { getManyAdSets } from './getManyAdSets';
import { getManyCampaigns } from './getManyCampaigns';

export const ad: Resource = {
	value: 'ad',
	name: 'Ad',
	operations: [getMany, getManyAccounts, getManyAdSets, getManyCampaigns],
};
