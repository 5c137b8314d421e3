import fc from 'fast-check';

import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { authHeaders, readAccess } from '../../../../../nodes/shared/api/credential';
import { InputError } from '../../../../../nodes/shared/parameters/inputError';
import { hello } from '../../../../support/hello';
import { createN8n } from '../../../../support/n8nCore/index';
import { withoutNetwork } from '../../../../support/noNetwork';

const DEFAULTS = { apiKey: 'k', authHeader: 'authorization' };

describe('a base URL', () => {
	it.each([
		['https://api.instantdm.com', 'https://api.instantdm.com'],
		['  https://api.instantdm.com//  ', 'https://api.instantdm.com'],
		['HTTPS://API.InstantDM.com', 'https://api.instantdm.com'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://[::1]:8080/gateway/v1/', 'http://[::1]:8080/gateway/v1'],
		['', 'https://api.instantdm.com'],
		[' ', 'https://api.instantdm.com'],
		[undefined, 'https://api.instantdm.com'],
	])('written as %j is %s', (baseUrl, url) => {
		expect(readAccess({ apiKey: 'k', baseUrl })).toEqual({
			...DEFAULTS,
			baseUrl: url,
			openApiBaseUrl: 'https://openapi.instantdm.com',
		});
	});

	const bad = [
		'htps://x',
		'localhost:3000',
		'api.instantdm.com',
		'nonsense',
		'ftp://api.instantdm.com',
		'https://',
		'https://user@api.instantdm.com',
		'https://user:secret@api.instantdm.com',
		'https://api.instantdm.com/?key=secret',
		'https://api.instantdm.com/#secret',
		'https://api.instantdm.com:99999',
		'https://api instantdm.com',
	];

	it.each(bad)('is refused as %j, and not repeated', (baseUrl) => {
		expect(() => readAccess({ baseUrl })).toThrow(
			new InputError(
				"The credential's Base URL isn't valid",
				'it must look like https://api.instantdm.com, without a user name, ? or #',
			),
		);
	});

	it('of the Open API is named as that', () => {
		expect(() => readAccess({ openApiBaseUrl: 'openapi.instantdm.com' })).toThrow(
			"The credential's Open API Base URL isn't valid: it must look like https://openapi.instantdm.com, without a user name, ? or #",
		);
	});

	it('has a host, one of two schemes and nothing behind its path, or is refused', () => {
		fc.assert(
			fc.property(fc.oneof(fc.webUrl(), fc.string()), (baseUrl) => {
				let read: string;
				try {
					read = readAccess({ baseUrl }).baseUrl;
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
					return;
				}
				const { protocol, host, username, search, hash } = new URL(read);
				expect(['http:', 'https:']).toContain(protocol);
				expect(host).not.toBe('');
				expect(username + search + hash).toBe('');
				expect(read).not.toMatch(/\/$/);
			}),
		);
	});
});

describe('an API key', () => {
	it.each([
		['sk-abc123', 'sk-abc123'],
		[' sk-abc123\n', 'sk-abc123'],
		['Bearer sk-abc123', 'sk-abc123'],
		['bearer  sk-abc123 ', 'sk-abc123'],
		['Bearersk-abc123', 'Bearersk-abc123'],
		[undefined, ''],
	])('pasted as %j is %j', (apiKey, key) => {
		expect(readAccess({ apiKey })).toMatchObject({ apiKey: key });
		expect(authHeaders({ apiKey: key, authHeader: 'authorization' })).toEqual({
			Authorization: `Bearer ${key}`,
		});
	});

	it.each(['sk-abc 123', 'sk-abc\n123', 'sk-äbc123', 'sk-“abc123”'])(
		'that no key can look like is refused: %j',
		(apiKey) => {
			expect(() => readAccess({ apiKey })).toThrow(
				new InputError(
					'The API Key holds a character that no key has',
					'copy it again, without spaces, quotes or line breaks',
				),
			);
		},
	);
});

describe('a base URL that cannot be called', () => {
	const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });
	withoutNetwork();

	it.each(['htps://x', 'localhost:3000', 'api.instantdm.com'])(
		'is one input error for every item, and none may have been sent: %s',
		async (baseUrl) => {
			const { items } = await n8n.runNode({
				parameters: hello,
				items: [{}, {}],
				settings: { onError: 'continueRegularOutput' },
				credential: { apiKey: 'k', baseUrl },
			});
			const refused = {
				error: expect.stringMatching(/^The credential's Base URL isn't valid: /) as unknown,
				delivery: 'notSent',
				retryable: false,
				httpCode: null,
			};
			expect(items).toMatchObject([refused, refused]);
		},
	);
});
