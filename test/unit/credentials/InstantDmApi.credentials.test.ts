import { InstantDmApi } from '../../../credentials/InstantDmApi.credentials';

const credential = new InstantDmApi();

describe('authenticate', () => {
	const request = { url: 'https://example.com', headers: { accept: 'application/json' } };

	it.each([
		[{ apiKey: 'k' }, { Authorization: 'Bearer k' }],
		[{ apiKey: 'k', authHeader: 'authorization' }, { Authorization: 'Bearer k' }],
		[{ apiKey: 'k', authHeader: 'xApiKey' }, { 'x-api-key': 'k' }],
		[{ apiKey: ' k\n', authHeader: 'xApiKey' }, { 'x-api-key': 'k' }],
	])('of %j adds %j and keeps the other headers', async (fields, header) => {
		expect(await credential.authenticate(fields, request)).toEqual({
			url: 'https://example.com',
			headers: { accept: 'application/json', ...header },
		});
	});
});

it('hides every secret in the form', () => {
	const hidden = credential.properties
		.filter(({ typeOptions }) => typeOptions?.password === true)
		.map(({ name }) => name);
	expect(hidden).toEqual(['apiKey', 'webhookSecret', 'previousWebhookSecret']);
});

it('has the fields and defaults that saved credentials hold', () => {
	const defaults = credential.properties.map(({ name, default: value }) => [name, value]);
	expect(Object.fromEntries(defaults)).toEqual({
		apiKey: '',
		authHeader: 'authorization',
		webhookSecret: '',
		previousWebhookSecret: '',
		baseUrl: 'https://api.instantdm.com',
		openApiBaseUrl: 'https://openapi.instantdm.com',
	});
});
