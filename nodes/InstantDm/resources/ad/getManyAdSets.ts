import { about } from '../../../shared/api/request';
import { adSets } from '../../../shared/api/routes';
import { limitOf, listFields } from '../../fields/list';
import { adAccountOfList, campaign } from '../../fields/pickers';
import type { Operation } from '../operation';

export const getManyAdSets: Operation = {
	value: 'getManyAdSets',
	name: 'Get Many Ad Sets',
	action: 'Get many ad sets',
	description: 'Get the ad sets of a campaign',
	fields: [adAccountOfList.property, campaign.property, ...listFields],
	plan: (read) => [about(adSets(campaign.from(read), limitOf(read)), campaign)],
};
