import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { InstantDmPollingTrigger } from '../../../../../nodes/InstantDmPollingTrigger/InstantDmPollingTrigger.node';
import { InstantDmTrigger } from '../../../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { useFakeInstantDm } from '../../../../support/fakeInstantDm/useFakeInstantDm';
import { createN8n } from '../../../../support/n8nCore/index';

const n8n = createN8n({
	nodes: [new InstantDmTrigger(), new InstantDmPollingTrigger()],
	credentialTypes: [new InstantDmApi()],
});

const caption = (number: number) => `Post ${String(number).padStart(3, '0')}`;
const posts = Array.from({ length: 230 }, (_, index) => ({
	id: `18071354672638${String(index).padStart(3, '0')}`,
	caption: caption(index),
	at: 1777476726126 + index,
}));

const fakeInstantDm = useFakeInstantDm({ seed: { post: posts } });

describe.each(['instantDmTrigger', 'instantDmPollingTrigger'])(
	'the posts to choose in %s',
	(type) => {
		/** The editor hands over what the form holds, defaults included. */
		const parameters = { verifySignature: true };
		const load = (apiKey = 'test-key') =>
			n8n.loadOptions({
				type,
				method: 'getPosts',
				parameters,
				credential: { apiKey, webhookSecret: 's', openApiBaseUrl: fakeInstantDm().openApiUrl },
			});

		it('are those of the account, up to 200', async () => {
			const options = await load();
			expect(options).toHaveLength(200);
			expect(new Set(options.map(({ value }) => value)).size).toBe(200);
			expect(options[0]).toEqual({
				name: expect.stringMatching(/^Post \d{3}/) as unknown,
				value: expect.stringMatching(/^\d+$/) as unknown,
			});
		});

		it('end where the account has no more', async () => {
			fakeInstantDm().configure({ pageSize: 115, lastPage: 'repeats' });
			expect(await load()).toHaveLength(200);
		});

		it('say in a sentence that the key is wrong', async () => {
			await expect(load('another')).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining('API key') as unknown,
			});
		});

		it('say in a sentence that the plan has no API', async () => {
			fakeInstantDm().configure({ apiInPlan: false });
			await expect(load()).rejects.toThrow(/plan/);
		});

		it('say that there is no credential', async () => {
			const without = n8n.loadOptions({ type, method: 'getPosts', parameters });
			await expect(without).rejects.toThrow(/credential.*'Media IDs'/);
		});
	},
);

it('are listed for a trigger that verifies no signature', async () => {
	const listed = n8n.loadOptions({
		type: 'instantDmTrigger',
		method: 'getPosts',
		parameters: { verifySignature: false },
		credential: { apiKey: 'test-key', openApiBaseUrl: fakeInstantDm().openApiUrl },
	});
	expect((await listed).length).toBeGreaterThan(0);
});
