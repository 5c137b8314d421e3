import { createServer } from 'node:net';

import '../../support/n8nCore/environment';

import { CredentialTestContext } from 'n8n-core';
import nock from 'nock';

import { credentialTest } from '../../../nodes/shared/credentialTest';
import { withoutNetwork } from '../../support/noNetwork';

const KEY = 'sk-abc123';
const BASE_URL = 'https://api.instantdm.com';
const OPEN_API_BASE_URL = 'https://openapi.instantdm.com';

/** The Test button, as n8n runs a test that a node declares with `testedBy`. */
function test(
	fields: { apiKey?: string; authHeader?: string; baseUrl?: string; openApiBaseUrl?: string } = {},
) {
	return credentialTest.instantDmApiTest.call(new CredentialTestContext(), {
		id: '1',
		name: 'InstantDM account',
		type: 'instantDmApi',
		data: { apiKey: KEY, ...fields },
	});
}

const edge = () => nock(BASE_URL).post('/api-webhook');
const openEdge = () => nock(OPEN_API_BASE_URL).get('/account_details');
const account = { code: 200, data: { ig_username: 'our_shop' } };

/** Both APIs know the key, unless a test says otherwise. */
const connected = () => {
	edge().reply(400, { error: 'Unknown action' });
	openEdge().reply(200, account);
};

withoutNetwork();

it.each([
	['authorization', { authorization: `Bearer ${KEY}` }],
	['xApiKey', { 'x-api-key': KEY }],
])(
	'is content when the key sent as %s is known and only the action is refused',
	async (authHeader, headers) => {
		let sent: unknown;
		nock(BASE_URL, { reqheaders: headers })
			.post('/api-webhook')
			.reply((_, body) => {
				sent = body;
				return [400, { error: 'Unknown action' }];
			});
		nock(OPEN_API_BASE_URL, { reqheaders: headers }).get('/account_details').reply(200, account);
		expect(await test({ authHeader })).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(sent).toEqual({ action: 'credential_test' });
	},
);

it('is content with a success', async () => {
	edge().reply(200, { message: 'ok' });
	openEdge().reply(200, account);
	expect(await test()).toMatchObject({ status: 'OK' });
});

it.each([`${BASE_URL}/`, `${BASE_URL}//`, ` ${BASE_URL} `, ''])(
	'reaches the API with the base URL “%s”',
	async (baseUrl) => {
		connected();
		expect(await test({ baseUrl })).toMatchObject({ status: 'OK' });
	},
);

const sentences: [string, number, object | string, RegExp][] = [
	['a missing key', 401, { error: 'Missing API key' }, /^InstantDM received no API key: /],
	['a wrong key', 401, { error: 'Invalid API key' }, /^InstantDM doesn't accept this API key: /],
	['no credits', 402, { error: 'Insufficient credits.' }, /run out of credits: /],
	[
		'a plan without API',
		403,
		{ error: 'API access requires higher plan' },
		/^Your InstantDM plan doesn't include API access: upgrade the plan in InstantDM$/,
	],
	[
		'no Instagram account',
		404,
		{ error: 'No Instagram access token found' },
		/^No Instagram account is connected/,
	],
	['a wrong path', 404, '<html></html>', /^There is no InstantDM API at this URL: /],
	[
		'the hourly limit',
		429,
		{ error: 'Hourly rate limit reached.' },
		/^Your plan's hourly limit is reached: try again after the full hour$/,
	],
	[
		'an error of the server',
		500,
		'Internal Server Error',
		/^InstantDM is unavailable right now \(500\): try again later\. InstantDM says: “Internal Server Error”$/,
	],
	['a gateway’s error', 502, '<html></html>', /unavailable right now \(502\)/],
	['a server that is down', 503, '', /unavailable right now \(503\)/],
	['a gateway’s timeout', 504, '', /unavailable right now \(504\)/],
	['a redirect', 301, '', /^The Base URL redirects: set it to https:\/\/api\.instantdm\.com$/],
	[
		'a web page',
		200,
		'<!DOCTYPE html><html></html>',
		/^The server at the Base URL isn't InstantDM/,
	],
	['an error in a success', 200, { status: 'error' }, /^InstantDM reported an error \(200\): /],
	['a web page that refuses', 400, '<html></html>', /^InstantDM refused this request \(400\)/],
];

it.each(sentences)('says what to do about %s', async (_, status, body, sentence) => {
	edge().reply(status, body);
	openEdge().reply(status, body);
	const { status: outcome, message } = await test();
	expect(outcome).toBe('Error');
	expect(message).toMatch(sentence);
});

it('says what to do about a host where nothing listens', async () => {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port to close');
	await new Promise((resolve) => server.close(resolve));
	openEdge().reply(200, account);
	expect(await test({ baseUrl: `http://127.0.0.1:${address.port}` })).toEqual({
		status: 'Error',
		message:
			"No server responds at the Base URL: check 'Base URL' in the credential, or try again when InstantDM is available",
	});
});

it.each([
	['an unknown host', 'ENOTFOUND', /^The host name in the Base URL wasn't found: /],
	['a faulty certificate', 'CERT_HAS_EXPIRED', /^No secure connection/],
	['a reset', 'ECONNRESET', /^InstantDM didn't respond: /],
])('says what to do about %s', async (_, code, sentence) => {
	edge().replyWithError(Object.assign(new Error(code), { code }));
	openEdge().reply(200, account);
	expect((await test()).message).toMatch(sentence);
});

it.each(['nonsense', 'api.instantdm.com', 'localhost:3000'])(
	'says what to do about the base URL “%s”',
	async (baseUrl) => {
		expect((await test({ baseUrl })).message).toMatch(/^The credential's Base URL isn't valid: /);
	},
);

describe('the two base URLs', () => {
	it('are both called', async () => {
		connected();
		expect(await test()).toMatchObject({ status: 'OK' });
		expect(nock.isDone()).toBe(true);
	});

	it('are told apart when the Open API fails alone', async () => {
		edge().reply(400, { error: 'Unknown action' });
		openEdge().reply(401, { error: { code: 401, message: 'Invalid API key' } });
		expect(await test()).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^InstantDM doesn't accept this API key: .* \(Open API Base URL\)$/,
			) as string,
		});
	});

	it('are told apart when the other one fails alone', async () => {
		edge().reply(503, '');
		openEdge().reply(200, account);
		expect((await test()).message).toBe(
			'InstantDM is unavailable right now (503): try again later (Base URL)',
		);
	});

	it('are not both named where the sentence does it', async () => {
		edge().reply(400, { error: 'Unknown action' });
		openEdge().replyWithError(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
		expect((await test()).message).toBe(
			"The host name in the Open API Base URL wasn't found: check the spelling in the credential, and n8n's network",
		);
	});

	it('fail each in its own way', async () => {
		edge().reply(404, '<html></html>');
		openEdge().reply(503, '');
		expect((await test()).message).toBe(
			"There is no InstantDM API at this URL: check 'Base URL' in the credential, and that an Instagram account is connected in InstantDM. InstantDM is unavailable right now (503): try again later (Open API Base URL).",
		);
	});
});

it('never shows the key that a server repeats', async () => {
	edge().reply(400, `<html>${KEY}</html>`);
	openEdge().reply(400, { error: { code: 400, message: `Bad key ${KEY}` } });
	expect(JSON.stringify(await test())).not.toContain(KEY);
});

it('asks for the key before anything is sent', async () => {
	expect(await test({ apiKey: ' ' })).toEqual({
		status: 'Error',
		message:
			'The API Key is empty: create one in InstantDM under Settings → Integrations → API Keys',
	});
});
