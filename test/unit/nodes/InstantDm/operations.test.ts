import { get } from 'lodash';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { parseJson, type Json } from '../../../../nodes/shared/json/exactJson';
import { plainOf } from '../../../../nodes/shared/tap/plain';
import { InstantDm } from '../../../../nodes/InstantDm/InstantDm.node';
import { useFakeInstantDm } from '../../../support/fakeInstantDm/useFakeInstantDm';
import seed from '../../../support/fakeInstantDm/instagram/sample.json';
import { createN8n } from '../../../support/n8nCore/index';
import { findOperation } from '../../../../nodes/InstantDm/resources';
import { operationFixtures } from '../../../support/operationFixtures';

const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });

const now = () => new Date('2026-04-29T16:00:00Z');
const fakeInstantDm = useFakeInstantDm({ seed, credits: 1000, now });

const cases = operationFixtures.flatMap(({ resource, operation, cases }) =>
	cases.map((one) => [`${resource} ${operation}: ${one.name}`, one] as const),
);

const asJson = (body: unknown): Json => parseJson(JSON.stringify(body)) ?? null;

it.each(cases)(
	'sends and puts out what the fixture says: %s',
	async (_name, { settings = {}, taps, parameters, calls, items }) => {
		fakeInstantDm().configure(settings);
		const { url: baseUrl, openApiUrl: openApiBaseUrl, ledger } = fakeInstantDm();
		const run = await n8n.runNode({
			parameters,
			credential: { apiKey: 'test-key', baseUrl, openApiBaseUrl },
		});
		expect(run.error).toBeUndefined();
		expect(run.items).toEqual(taps === undefined ? items : [{}]);
		expect(
			ledger.entries.map(({ method, path, query, body }) => ({
				...{ method, path, query, body: plainOf(asJson(body)) },
			})),
		).toEqual(calls.map(({ request }) => ({ query: {}, body: null, ...request })));
		// Keys in their order, and nothing between them.
		for (const [index, { request }] of calls.entries()) {
			if (!request.body || taps !== undefined) continue;
			const entry = ledger.entries[index];
			const sent = JSON.stringify(request.body);
			expect(JSON.stringify(entry?.body)).toBe(sent);
			expect(entry?.headers).toMatchObject({
				'content-length': String(Buffer.byteLength(sent)),
				'content-type': expect.stringMatching(/^application\/json/) as unknown,
			});
		}
	},
);

/** The IDs that a request names somebody or something by. */
const idsIn = (given: Record<string, unknown> = {}) =>
	Object.entries(given).flatMap(([key, value]) => (key.endsWith('_id') ? [value] : []));

const withIds = operationFixtures.flatMap(({ resource, operation, cases: [one] }) => {
	const call = one.calls.findIndex(
		({ request: { query, body } }) => idsIn({ ...query, ...body }).length > 0,
	);
	return call < 0 ? [] : [[`${resource} ${operation}`, resource, operation, one, call] as const];
});

it('knows operations with an ID', () => {
	expect(withIds.length).toBeGreaterThan(15);
});

it.each(withIds)(
	'names the field of each ID that InstantDM cannot find: %s',
	async (_name, resource, operation, { parameters, calls }, call) => {
		const { url: baseUrl, openApiUrl: openApiBaseUrl } = fakeInstantDm();
		const body = JSON.stringify({ error: { code: 404, message: 'Nope' } });
		fakeInstantDm().fail({ kind: 'answer', status: 404, body }, { call: call + 1 });
		const { items } = await n8n.runNode({
			parameters,
			credential: { apiKey: 'test-key', baseUrl, openApiBaseUrl },
			settings: { onError: 'continueRegularOutput' },
		});
		const { query, body: sent } = calls[call]?.request ?? {};
		const ids = idsIn({ ...query, ...sent });
		const labels = findOperation(resource, operation)?.fields.flatMap(({ name, displayName }) =>
			ids.includes(get(parameters[name], 'value', parameters[name])) ? [displayName] : [],
		);
		const named = /check (.*?), and '(?:Open API )?Base URL' in the credential/.exec(
			JSON.stringify(items[0]?.error),
		);
		expect(named?.[1]).toBe(labels?.map((label) => `'${label}'`).join(' and '));
	},
);
