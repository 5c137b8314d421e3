import { listRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { limitOf, listFields } from '../../fields/list';
import { id } from '../../../shared/parameters/schemas';
import type { Operation } from '../operation';

const campaignId = parameter(
	{
		displayName: 'Campaign ID',
		name: 'campaignId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 120210000000000000',
		description: 'Use the ID that Get Many Campaigns returns',
	},
	id('enter the ID that Get Many Campaigns returns'),
);

export const getManyAdSets: Operation = {
	value: 'getManyAdSets',
	name: 'Get Many Ad Sets',
	action: 'Get many ad sets',
	description: 'Get the ad sets of a campaign',
	fields: [campaignId.property, ...listFields],
	plan: (read) => [listRequest('/ad_sets', { campaign_id: campaignId.from(read) }, limitOf(read))],
};
