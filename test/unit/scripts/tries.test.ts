import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../../../credentials/InstantDmApi.credentials';
import { InstantDmTrigger } from '../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { tries } from '../../../scripts/dev/tries';
import { startFakeInstantDm } from '../../support/fakeInstantDm/index';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { readWorkflow } from '../../support/host/workflowFiles';
import { createN8n } from '../../support/n8nCore/index';

const EXAMPLES = path.join(__dirname, '..', '..', '..', 'examples');

const n8n = createN8n({
	nodes: [new InstantDmTrigger()],
	credentialTypes: [new InstantDmApi()],
});

const parametersSchema = z.custom<INodeParameters>((value) => typeof value === 'object');

async function triggerParameters(example: string): Promise<INodeParameters> {
	const { nodes } = await readWorkflow(path.join(EXAMPLES, example));
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-instantdm.instantDmTrigger');
	return parametersSchema.parse(trigger?.parameters);
}

describe('what a key press in `npm run dev` does', () => {
	const outcomes: Record<string, string> = {
		c: '{"status":"accepted","items":1}',
		n: '{"status":"ignored","reason":"filter"}',
		m: '{"status":"accepted","items":1}',
		b: '{"status":"accepted","items":1}',
	};

	it('has an expectation for each key', () => {
		expect(tries.map(({ key }) => key)).toEqual(Object.keys(outcomes));
	});

	it.each(tries)('$key: $what', async ({ key, example, send }) => {
		const trigger = await n8n.serveTrigger({
			parameters: await triggerParameters(example),
			credential: { apiKey: 'key', webhookSecret: WEBHOOK_SECRET },
		});
		const fakeInstantDm = await startFakeInstantDm();
		try {
			const { answer } = await send(fakeInstantDm, trigger.url);
			expect(answer).toBe(outcomes[key]);
		} finally {
			await trigger.close();
			await fakeInstantDm.close();
		}
	});
});
