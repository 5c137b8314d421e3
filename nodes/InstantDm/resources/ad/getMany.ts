import { z } from 'zod';

import { listRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { limitOf, listFields } from '../../fields/list';
import { adAccount } from '../../fields/pickers';
import { id, optional } from '../../../shared/parameters/schemas';
import type { Operation } from '../operation';

const adSetId = parameter(
	{
		displayName: 'Ad Set ID',
		name: 'adSetId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 120210000000000001',
		description: 'Only ads of this ad set. Leave it empty for all ads of the account.',
	},
	optional(id('enter the ID of an ad set or leave it empty')),
);

const allAds = parameter(
	{
		displayName: 'Include Ads of Other Accounts',
		name: 'allAds',
		type: 'boolean',
		default: false,
		description:
			'Whether to return every ad of the ad account, not only those of the connected Instagram account',
	},
	z.boolean(),
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many ads',
	description: 'Get ads with their figures, and the Instagram post that each one shows',
	fields: [adAccount.property, adSetId.property, allAds.property, ...listFields],
	plan: (read) => {
		const adSet = adSetId.from(read);
		return [
			listRequest(
				'/ads',
				{
					ad_account_id: adAccount.from(read),
					...(adSet !== undefined && { ad_set_id: adSet }),
					...(allAds.from(read) && { all_ads: '1' }),
				},
				limitOf(read),
			),
		];
	},
};
