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
	['a missing key', 401, { error: 'Missing API key' }, /^No API key reached InstantDM: /],
	['a wrong key', 401, { error: 'Invalid API key' }, /^InstantDM does not accept this API key: /],
	['no credits', 402, { error: 'Insufficient credits.' }, /run out of credits: /],
	[
		'a plan without API',
		403,
		{ error: 'API access requires higher plan' },
		/plan does not include API access: /,
	],
	[
		'no Instagram account',
		404,
		{ error: 'No Instagram access token found' },
		/^No Instagram account is connected/,
	],
	['a wrong path', 404, '<html></html>', /^There is no InstantDM API at this address: /],
	[
		'the hourly limit',
		429,
		{ error: 'Hourly rate limit reached.' },
		/^The hourly limit of your InstantDM plan/,
	],
	[
		'an error of the server',
		500,
		'Internal Server Error',
		/problem of its own \(500\): try again later$/,
	],
	['a gateway’s error', 502, '<html></html>', /problem of its own \(502\)/],
	['a server that is down', 503, '', /problem of its own \(503\)/],
	['a gateway’s timeout', 504, '', /problem of its own \(504\)/],
	['a redirect', 301, '', /^The Base URL in the credential answers with a redirect: /],
	['a web page', 200, '<!DOCTYPE html><html></html>', /it is not InstantDM: check the address$/],
	['a web page that refuses', 400, '<html></html>', /^InstantDM refused the request \(400\)/],
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
			'Nothing answers at the Base URL in the credential: check the address, or try again when InstantDM is back',
	});
});

it.each([
	['an unknown host', 'ENOTFOUND', /^The host in the Base URL of the credential was not found: /],
	['a faulty certificate', 'CERT_HAS_EXPIRED', /^No safe connection/],
	['a reset', 'ECONNRESET', /^InstantDM did not answer in time: /],
])('says what to do about %s', async (_, code, sentence) => {
	edge().replyWithError(Object.assign(new Error(code), { code }));
	expect((await test()).message).toMatch(sentence);
});

it.each(['nonsense', 'api.instantdm.com'])(
	'says what to do about the base URL “%s”',
	async (baseUrl) => {
		expect((await test({ baseUrl })).message).toMatch(/^The request could not be built: /);
	},
);

it('asks for the key before anything is sent', async () => {
	expect(await test({ apiKey: ' ' })).toEqual({
		status: 'Error',
		message:
			'The API Key is empty: copy it from InstantDM under Settings → Integrations → API Keys',
	});
});
