import { join } from 'node:path';
import { z } from 'zod';
import { startN8n, type N8n } from '../../support/host/n8n';
import { host, packed } from '../../support/host/globals';
import { registryWith } from '../../support/host/registry';
import { setUpOwner } from '../../support/host/rest';

const listSchema = z.array(
	// An older n8n names the failure only where there is one.
	z.object({ failedLoading: z.boolean().default(false) }).passthrough(),
);

describe("n8n's Community Nodes page", () => {
	let n8n: N8n;

	beforeAll(async () => {
		n8n = await startN8n(host, undefined, await registryWith(packed, join(packed.tarball, '..')));
	});
	afterAll(async () => {
		await n8n.stop();
	});

	it('installs the packed package and lists it as loaded, with both nodes', async () => {
		const rest = await setUpOwner(n8n.url);
		const { name, version } = packed;
		await rest.call('POST', '/community-packages', z.unknown(), { name, version });

		const listed = await rest.call('GET', '/community-packages', listSchema);

		expect(listed).toMatchObject([
			{
				packageName: packed.name,
				installedVersion: packed.version,
				authorName: 'n8n-nodes-instantdm contributors',
				failedLoading: false,
				installedNodes: expect.arrayContaining([
					expect.objectContaining({ type: 'n8n-nodes-instantdm.instantDm' }),
					expect.objectContaining({ type: 'n8n-nodes-instantdm.instantDmTrigger' }),
				]) as unknown,
			},
		]);
	});
});
