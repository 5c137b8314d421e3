import { z } from 'zod';

import { documentedErrors } from '../documentedErrors';
import { permalinkOf } from '../instagram/elements';
import type { Row } from '../instagram/rows';
import { commentsOn } from './comments';
import { id, list, notFound } from './route';

const adAccountId = z.string().regex(/^(act_)?\d+$/, 'is not an ad account');
const withPrefix = (account: string) => (account.startsWith('act_') ? account : `act_${account}`);

const insightsOf = ({ impressions, clicks }: Row<'ad'>) => {
	const spend = impressions * 0.01;
	return {
		spend: spend.toFixed(2),
		impressions: String(impressions),
		clicks: String(clicks),
		ctr: (impressions === 0 ? 0 : (100 * clicks) / impressions).toFixed(6),
		cpc: (clicks === 0 ? 0 : spend / clicks).toFixed(6),
		actions: [{ action_type: 'link_click', value: String(clicks) }],
	};
};

const spec = { needs: ['fb_user'], passesOnPaging: true } as const;

export const adRoutes = [
	list('/ad_accounts', { ...spec, fields: {} }, (_, { instagram }) => ({
		elements: instagram.all('adAccount').map(({ id: account, name, currency }) => ({
			id: account,
			account_id: account.slice('act_'.length),
			name,
			currency,
			account_status: 1,
			business: { id: '5512000000000001', name: 'Our Shop' },
		})),
	})),
	list(
		'/ad_campaigns',
		{ ...spec, fields: { ad_account_id: adAccountId }, to: (query) => query.ad_account_id },
		({ ad_account_id }, { instagram }) => {
			const account = withPrefix(ad_account_id);
			if (!instagram.get('adAccount', account)) return notFound('Ad account');
			return {
				elements: instagram
					.all('campaign', (campaign) => campaign.adAccountId === account)
					.map(({ id: campaign, name }) => ({
						id: campaign,
						name,
						status: 'ACTIVE',
						objective: 'OUTCOME_ENGAGEMENT',
					})),
			};
		},
	),
	list(
		'/ad_sets',
		{ ...spec, fields: { campaign_id: id }, to: ({ campaign_id }) => campaign_id },
		({ campaign_id }, { instagram }) => {
			if (!instagram.get('campaign', campaign_id)) return notFound('Campaign');
			return {
				elements: instagram
					.all('adSet', ({ campaignId }) => campaignId === campaign_id)
					.map(({ id: adSet, name }) => ({ id: adSet, name, status: 'ACTIVE', campaign_id })),
			};
		},
	),
	list(
		'/ads',
		{
			...spec,
			fields: {
				ad_account_id: adAccountId.optional(),
				ad_set_id: id.optional(),
				all_ads: z.literal('1').optional(),
			},
			to: ({ ad_account_id, ad_set_id }) => ad_set_id ?? ad_account_id,
		},
		({ ad_account_id, ad_set_id, all_ads }, { instagram }) => {
			if (ad_account_id === undefined && ad_set_id === undefined) {
				return { status: 400, message: 'Missing ad_account_id or ad_set_id' };
			}
			const accountOf = (adSetId: string) => {
				const campaignId = instagram.get('adSet', adSetId)?.campaignId ?? '';
				return instagram.get('campaign', campaignId)?.adAccountId;
			};
			const ads = instagram.all(
				'ad',
				({ adSetId, isForeign }) =>
					(ad_set_id ?? adSetId) === adSetId &&
					(ad_account_id === undefined || accountOf(adSetId) === withPrefix(ad_account_id)) &&
					(all_ads === '1' || !isForeign),
			);
			return {
				beside: { filtered: all_ads !== '1' },
				elements: ads.map((ad) => ({
					id: ad.id,
					name: ad.name,
					status: 'ACTIVE',
					adset_id: ad.adSetId,
					creative: {
						id: `9${ad.id}`,
						...(ad.postId !== undefined && { effective_instagram_media_id: ad.postId }),
					},
					insights: insightsOf(ad),
				})),
			};
		},
	),
	list(
		'/ad_comments',
		{ fields: { ad_id: id }, needs: ['fb_user', 'ig_user'], to: ({ ad_id }) => ad_id },
		({ ad_id }, instantDm) => {
			const ad = instantDm.instagram.get('ad', ad_id);
			if (!ad) return notFound('Ad');
			const { postId } = ad;
			if (postId === undefined) return documentedErrors.noInstagramMedia;
			return {
				beside: { media_id: postId, permalink: permalinkOf(postId) },
				elements: commentsOn(postId, instantDm),
			};
		},
	),
];
