import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { parseJson, type Json } from '../../../../nodes/shared/json/exactJson';
import { plainOf } from '../../../../nodes/shared/tap/plain';
import { InstantDm } from '../../../../nodes/InstantDm/InstantDm.node';
import { useFakeInstantDm } from '../../../support/fakeInstantDm/useFakeInstantDm';
import seed from '../../../support/fakeInstantDm/instagram/sample.json';
import { createN8n } from '../../../support/n8nCore/index';
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
