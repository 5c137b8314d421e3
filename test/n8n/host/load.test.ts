import { z } from 'zod';
import { testCredential } from '../../support/host/credentials';
import { freePort } from '../../support/host/freePort';
import { typesNamed, type TypesFile } from '../../support/host/nodeTypes';
import { OWN_CONNECTION } from '../../support/host/rest';
import { useTestbed } from '../../support/host/useTestbed';

const iconSchema = z.object({ light: z.string(), dark: z.string() });
const testbed = useTestbed();

describe('what n8n loads from the package', () => {
	const typeOf = async (file: TypesFile, name: string) => {
		const [type] = await typesNamed(testbed(), file, name);
		return type;
	};

	it.each<[TypesFile, string]>([
		['nodes.json', 'n8n-nodes-instantdm.instantDm'],
		['nodes.json', 'n8n-nodes-instantdm.instantDmTrigger'],
		['nodes.json', 'n8n-nodes-instantdm.instantDmPollingTrigger'],
		['credentials.json', 'instantDmApi'],
	])('in %s: %s, with an icon for each theme', async (file, name) => {
		const { light, dark } = iconSchema.parse((await typeOf(file, name)).iconUrl);
		for (const icon of [light, dark]) {
			const answer = await fetch(`${testbed().n8n.url}/${icon}`, { headers: OWN_CONNECTION });
			expect(answer.headers.get('content-type')).toContain('image/svg+xml');
			expect(await answer.text()).toContain('<svg');
		}
		expect(dark).not.toBe(light);
	});

	it.each(['instantDm', 'instantDmTrigger', 'instantDmPollingTrigger'])(
		'the codex of %s',
		async (name) => {
			const { codex } = await typeOf('nodes.json', `n8n-nodes-instantdm.${name}`);
			expect(codex).toMatchObject({ categories: expect.any(Array) as unknown });
		},
	);

	it('the action node as a tool for AI agents', async () => {
		const tool = await typeOf('nodes.json', 'n8n-nodes-instantdm.instantDmTool');
		expect(tool.outputs).toEqual(['ai_tool']);
	});
});

describe("the credential's test button", () => {
	const press = async (changes: Record<string, string> = {}) => {
		const data = { ...testbed().credential, ...changes };
		const id = await testbed().addCredential(changes);
		return await testCredential(testbed().rest, {
			id,
			name: 'InstantDM',
			type: 'instantDmApi',
			data,
		});
	};

	it('is green for a good key, and sends nothing', async () => {
		expect(await press()).toMatchObject({ status: 'OK' });
		expect(testbed().fakeInstantDm.ledger.delivered()).toEqual([]);
		const paths = testbed().fakeInstantDm.ledger.entries.map(({ path }) => path);
		expect(paths.sort()).toEqual(['/account_details', '/api-webhook']);
	});

	it('says what is wrong, and never the key', async () => {
		const refusals = {
			wrongKey: () => press({ apiKey: 'another-key' }),
			server: () => {
				testbed().fakeInstantDm.fail({ kind: 'answer', status: 503, body: 'Service Unavailable' });
				return press();
			},
			nobody: async () => press({ baseUrl: `http://127.0.0.1:${await freePort()}` }),
		};
		const said: Record<string, string> = {};
		for (const [name, refuse] of Object.entries(refusals)) {
			const { status, message } = await refuse();
			expect(status).toBe('Error');
			said[name] = message;
		}

		expect(said).toMatchObject({
			wrongKey: expect.stringMatching(/API key/) as unknown,
			server: expect.stringMatching(/\(503\)/) as unknown,
			nobody: expect.stringMatching(/Base URL/) as unknown,
		});
		expect(JSON.stringify(said)).not.toMatch(/key-for-tests|another-key/);
	});
});
