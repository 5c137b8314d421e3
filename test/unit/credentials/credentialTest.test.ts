import { createServer } from 'node:net';

import '../../support/n8nCore/environment';

import { CredentialTestContext } from 'n8n-core';
import nock from 'nock';

import { credentialTest } from '../../../nodes/shared/credentialTest';
import { withoutNetwork } from '../../support/noNetwork';

const KEY = 'sk-abc123';
const BASE_URL = 'https://api.instantdm.com';

/** The Test button, as n8n runs a test that a node declares with `testedBy`. */
function test(fields: { apiKey?: string; authHeader?: string; baseUrl?: string } = {}) {
	return credentialTest.instantDmApiTest.call(new CredentialTestContext(), {
		id: '1',
		name: 'InstantDM account',
		type: 'instantDmApi',
		data: { apiKey: KEY, ...fields },
	});
}

const edge = () => nock(BASE_URL).post('/api-webhook');

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
		expect(await test({ authHeader })).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(sent).toEqual({ action: 'credential_test' });
	},
);

it('is content with a success', async () => {
	edge().reply(200, { message: 'ok' });
	expect(await test()).toMatchObject({ status: 'OK' });
});

it.each([`${BASE_URL}/`, `${BASE_URL}//`, ` ${BASE_URL} `, ''])(
	'reaches the API with the base URL “%s”',
	async (baseUrl) => {
		edge().reply(400, { error: 'Unknown action' });
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
		/plan doesn't include API access: /,
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
		/^InstantDM is unavailable right now \(500\): try again later$/,
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
	nock.enableNetConnect('127.0.0.1');
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
	expect((await test()).message).toMatch(sentence);
});

it.each(['nonsense', 'api.instantdm.com'])(
	'says what to do about the base URL “%s”',
	async (baseUrl) => {
		expect((await test({ baseUrl })).message).toMatch(
			/^The request can't be built from this credential: /,
		);
	},
);

it('asks for the key before anything is sent', async () => {
	expect(await test({ apiKey: ' ' })).toEqual({
		status: 'Error',
		message:
			'The API Key is empty: create one in InstantDM under Settings → Integrations → API Keys',
	});
});
