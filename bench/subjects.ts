import type { Seed } from '../test/support/fakeInstantDm/instagram/rows';
import { API_KEY, type Bench, type Subject } from './nodeRuns';

/** Items, each a message to somebody else. */
export const people = (count: number) =>
	Array.from({ length: count }, (_, number) => ({
		to: String(10_000 + number),
		text: `Hello number ${number}, here is the link you asked for.`,
	}));

/** Pages of posts, and posts on each. */
export const PAGES = 40;
const PAGE = 25;

/** What Instagram has. */
export const seed: Seed = {
	post: Array.from({ length: PAGES * PAGE }, (_, number) => ({
		...{ id: String(18_000_000_000 + number), at: 1_777_449_600_000 - number * 60_000 },
		...{ caption: `Post number ${number}` },
	})),
	person: people(1000).map(({ to }) => ({ id: to, at: 0, username: `user${to}` })),
};

const one = (items: number) => items;

const instantDm = (name: string, parameters: object, calls: Subject['calls']): Subject => ({
	...{ name, type: 'n8n-nodes-instantdm.instantDm', typeVersion: 1, parameters, calls },
});

/** n8n's own node, as it comes: all items at once. */
const httpRequest = (name: string, parameters: object, calls: Subject['calls']): Subject => ({
	...{ name, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters, calls },
});

const NO_CREDENTIAL = {
	...{ authentication: 'none', sendHeaders: true },
	headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${API_KEY}` }] },
};
const HEADER_AUTH = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };
/** Has HTTP Request read and decrypt the credential for each item. */
const OUR_CREDENTIAL = {
	...{ authentication: 'predefinedCredentialType', nodeCredentialType: 'instantDmApi' },
};

/** What n8n itself costs around a node: the webhook, the items, storing the execution. */
export const NOTHING: Subject = {
	...{ name: 'No Operation', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	calls: () => 0,
};

/** A message to each item's recipient. */
export const send = (concurrency: number) =>
	instantDm(
		`InstantDM, ${concurrency} at once`,
		{
			...{ resource: 'message', operation: 'send', recipientId: '={{ $json.to }}' },
			...{ messageType: 'text', text: '={{ $json.text }}', options: { concurrency } },
		},
		one,
	);

/** The same by HTTP Request. */
export function requests({ url }: Bench): Record<'none' | 'header' | 'credential', Subject> {
	const request = {
		...{ method: 'POST', url: `${url}/api-webhook`, sendBody: true, specifyBody: 'json' },
		jsonBody:
			'={{ { action: "send_message", type: "dm", recipient_id: $json.to, message: { text: $json.text } } }}',
	};
	const by = (name: string, authentication: object) =>
		httpRequest(`HTTP Request, ${name}`, { ...request, ...authentication }, one);
	return {
		none: by('no credential', NO_CREDENTIAL),
		header: by('Header Auth', HEADER_AUTH),
		credential: by('InstantDM credential', OUR_CREDENTIAL),
	};
}

/** All posts, page after page. */
export const allPosts = instantDm(
	'InstantDM, Return All',
	{ resource: 'post', operation: 'getMany', returnAll: true },
	() => PAGES,
);

/** The same by HTTP Request, which gives a page for each item. */
export const allPages = ({ openApiUrl }: Bench): Subject => {
	const cursor = '$response.body.posts_lists.paging?.cursors?.after';
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [{ type: 'qs', name: 'after', value: `={{ ${cursor} }}` }] },
		...{ paginationCompleteWhen: 'other', completeExpression: `={{ !${cursor} }}` },
	};
	return httpRequest(
		'HTTP Request, Pagination',
		{ ...HEADER_AUTH, url: `${openApiUrl}/ig_posts`, options: { pagination: { pagination } } },
		() => PAGES,
	);
};

/** Who each item's person is. */
export const profiles = () =>
	instantDm(
		'InstantDM',
		{ resource: 'contact', operation: 'getProfile', contactId: '={{ $json.to }}' },
		one,
	);

/** The same by HTTP Request. */
export const profileRequests = ({ openApiUrl }: Bench) =>
	httpRequest(
		'HTTP Request, Header Auth',
		{ ...HEADER_AUTH, url: `=${openApiUrl}/contact_profile?contact_id={{ $json.to }}` },
		one,
	);
