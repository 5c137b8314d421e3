import { z } from 'zod';

import { about } from '../../../shared/api/request';
import { ads } from '../../../shared/api/routes';
import { parameter } from '../../../shared/parameters/parameter';
import { limitOf, listFields } from '../../fields/list';
import { adAccount, adSet } from '../../fields/pickers';
import type { Operation } from '../operation';

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
	fields: [adAccount.property, adSet.property, allAds.property, ...listFields],
	plan: (read) => {
		const adSetId = adSet.from(read);
		return [
			about(
				ads(
					{
						ad_account_id: adAccount.from(read),
						...(adSetId !== undefined && { ad_set_id: adSetId }),
						...(allAds.from(read) && { all_ads: '1' }),
					},
					limitOf(read),
				),
				adAccount,
				...(adSetId === undefined ? [] : [adSet]),
			),
		];
	},
};
