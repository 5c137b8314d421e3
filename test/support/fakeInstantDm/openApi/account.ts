import { range } from 'lodash';
import { z } from 'zod';

import { timeOf } from '../instagram/elements';
import { get, ok } from './route';

const DAY = 24 * 3600_000;
const total = (name: string, value: number) => ({
	name,
	period: 'day',
	total_value: { value },
});

export const accountRoutes = [
	get('/account_details', { fields: {} }, (_, { settings: { account, credits } }) =>
		ok({
			data: {
				user_id: '6703dbc9-0000-4000-8000-000000000001',
				ig_username: account.username,
				ig_user_id: account.id,
				plan_id: 'trendsetter',
				credits_remaining: credits,
				unlimited: credits === null,
			},
		}),
	),
	get(
		'/account_insights',
		{
			fields: {
				days: z
					.string()
					.regex(/^([1-9]|[12]\d|30)$/, 'must be 1 to 30')
					.optional(),
			},
			needs: ['ig_user'],
		},
		({ days = '30' }, { settings: { account }, instagram, now }) => {
			const followers = instagram.all('person', ({ isFollowing }) => isFollowing).length;
			const comments = instagram.all('comment').length;
			return ok({
				data: {
					ig_id: account.id,
					days: Number(days),
					profile: {
						username: account.username,
						followers_count: followers,
						follows_count: 0,
						media_count: instagram.all('post').length,
					},
					insights: [
						total('reach', 1200),
						total('views', 3400),
						total('total_interactions', comments),
					],
					follower_count_daily: range(Number(days)).map((day) => ({
						value: followers,
						end_time: timeOf(now().getTime() - day * DAY),
					})),
					follower_demographics: [],
				},
			});
		},
	),
];
