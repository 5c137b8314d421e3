import path from 'node:path';

import { pick } from 'lodash';
import type { INodeParameters } from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../../../credentials/InstantDmApi.credentials';
import { InstantDmPollingTrigger } from '../../../nodes/InstantDmPollingTrigger/InstantDmPollingTrigger.node';
import { InstantDmTrigger } from '../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { watchingOnePost } from '../../../scripts/dev/examples';
import { POLLING, tries } from '../../../scripts/dev/tries';
import sample from '../../support/fakeInstantDm/instagram/sample.json';
import { kinds } from '../../support/fakeInstantDm/instagram/rows';
import { callApi, privateReply } from '../../support/fakeInstantDm/testCalls';
import { startFakeInstantDm, type FakeInstantDm } from '../../support/fakeInstantDm/index';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { readWorkflow, type WorkflowFile } from '../../support/host/workflowFiles';
import { createN8n } from '../../support/n8nCore/index';

const EXAMPLES = path.join(__dirname, '..', '..', '..', 'examples');

const n8n = createN8n({
	nodes: [new InstantDmTrigger(), new InstantDmPollingTrigger()],
	credentialTypes: [new InstantDmApi()],
});

const parametersSchema = z.custom<INodeParameters>((value) => typeof value === 'object');

function triggerParameters({ nodes }: WorkflowFile): INodeParameters {
	const trigger = nodes.find(({ type }) => /^n8n-nodes-instantdm\..*Trigger$/.test(type));
	return parametersSchema.parse(trigger?.parameters);
}

const exampleOf = (file: string) => readWorkflow(path.join(EXAMPLES, file));

describe('what a key press in `npm run dev` does', () => {
	let fakeInstantDm: FakeInstantDm;
	beforeAll(async () => {
		fakeInstantDm = await startFakeInstantDm({ seed: pick(sample, kinds) });
	});

	it('taps on a question only once there is one', async () => {
		const [tap] = tries.filter(({ key }) => key === 't');
		const tapped = tap?.happen(fakeInstantDm, `${fakeInstantDm.url}/nowhere`);
		await expect(tapped).rejects.toThrow('press s first');
		// What n8n would send here, where no action node runs.
		const buttons = [{ type: 'postback', title: 'Medium', payload: 'M' }];
		const payload = { template_type: 'button', text: 'Which size?', buttons };
		const message = { attachment: { type: 'template', payload } };
		const { status } = await callApi(fakeInstantDm.url, { ...privateReply, message });
		expect(status).toBe(200);
	});

	afterAll(() => fakeInstantDm.close());

	const outcomes: Record<string, string | undefined> = {
		c: '{"status":"accepted","items":1}',
		n: '{"status":"ignored","reason":"filter","filter":"keywords"}',
		m: '{"status":"accepted","items":1}',
		b: '{"status":"accepted","items":1}',
		f: '{"status":"accepted","items":1}',
		g: '{"status":"accepted","items":1}',
		s: '{"status":"accepted","items":1}',
		t: '{"status":"ignored","reason":"event"}',
		p: undefined,
	};

	it('has an expectation for each key', () => {
		expect(tries.map(({ key }) => key)).toEqual(Object.keys(outcomes));
	});

	it.each(tries.filter(({ example }) => example !== POLLING))(
		'$key: $what',
		async ({ key, example, happen }) => {
			const trigger = await n8n.serveTrigger({
				parameters: triggerParameters(await exampleOf(example)),
				credential: { apiKey: 'key', webhookSecret: WEBHOOK_SECRET },
			});
			try {
				const delivered = await happen(fakeInstantDm, trigger.url);
				expect(delivered?.answer).toBe(outcomes[key]);
			} finally {
				await trigger.close();
			}
		},
	);

	it('the polling trigger finds what no webhook brings, and nothing of the others', async () => {
		const trigger = n8n.poller({
			parameters: triggerParameters(watchingOnePost(await exampleOf(POLLING))),
			credential: { apiKey: 'test-key', openApiBaseUrl: fakeInstantDm.openApiUrl },
		});
		const nowhere = `${fakeInstantDm.url}/nowhere`;
		const press = async (isFound: boolean) => {
			for (const { example, happen } of tries) {
				if ((example === POLLING) === isFound) await happen(fakeInstantDm, nowhere);
			}
		};
		await trigger.poll();
		await press(false);
		expect(await trigger.poll()).toBeNull();
		await press(true);
		expect(await trigger.poll()).toMatchObject([[{ json: { text: 'Can I get the link?' } }]]);
	});
});
