import { readAccess, urlOf } from '../../../../../nodes/shared/api/credential';
import {
	getRequest,
	listRequest,
	postRequest,
	setRequest,
	messageRequest,
} from '../../../../../nodes/shared/api/request';
import * as routes from '../../../../../nodes/shared/api/routes';

describe('what may be repeated', () => {
	it.each([
		['a documented message or comment', messageRequest({ action: 'send_message' }), false],
		['what sends or publishes', postRequest('/create_post', {}), false],
		['what reads', getRequest('/account_details'), true],
		['a list', listRequest('/ads', {}, 1), true],
		['what sets a state', setRequest('/disable_automation'), true],
	])('%s', (_, request, repeatable) => {
		expect(request.repeatable).toBe(repeatable);
	});

	it('is every route that is shared, since all of them read', () => {
		const calls = [
			routes.accountDetails(),
			routes.posts(1),
			routes.commentsOn('1', 1),
			routes.commentsUnderAd('1', 1),
			routes.conversations(1),
			routes.messagesIn('1', 1),
			routes.adAccounts(1),
			routes.facebookPosts(1),
			routes.adCampaigns('1', 1),
			routes.adSets('1', 1),
			routes.ads({}, 1),
		];
		expect(calls).toHaveLength(Object.keys(routes).length);
		for (const { method, repeatable } of calls) {
			expect({ method, repeatable }).toEqual({ method: 'GET', repeatable: true });
		}
	});
});

describe('the URL of a call', () => {
	const webhook = messageRequest({});
	const open = getRequest('/ig_posts');

	it.each([
		[{}, 'https://api.instantdm.com/api-webhook', 'https://openapi.instantdm.com/ig_posts'],
		[
			{ baseUrl: '', openApiBaseUrl: ' ' },
			'https://api.instantdm.com/api-webhook',
			'https://openapi.instantdm.com/ig_posts',
		],
		[
			{ baseUrl: ' https://a.example/x// ', openApiBaseUrl: 'https://b.example/y/' },
			'https://a.example/x/api-webhook',
			'https://b.example/y/ig_posts',
		],
	])('with the base URLs %j', (fields, webhookUrl, openUrl) => {
		const access = readAccess(fields);
		expect([urlOf(access, webhook), urlOf(access, open)]).toEqual([webhookUrl, openUrl]);
	});
});
