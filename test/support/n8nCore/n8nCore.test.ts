import './environment';

import {
	type ICredentialType,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';

import { createN8n } from './index';
import { describeNode } from './nodeTypes';
import { readSignedUrl, storedFile } from './binaryData';

/** What is imitated here, because it is in n8n's server: the rest is n8n-core itself. */

class ExampleApi implements ICredentialType {
	name = 'exampleApi';
	displayName = 'Example API';
	properties: ICredentialType['properties'] = [
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
	];
}

const withCredential = (name: string): INodeTypeDescription => ({
	...describeNode(name),
	credentials: [{ name: 'exampleApi' }],
});

/** Gives a hint and the signed URL of its item's file. */
class Signer implements INodeType {
	description = withCredential('signer');

	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		this.addExecutionHints({ message: 'A hint' });
		const url = this.helpers.createBinarySignedUrl(
			this.helpers.assertBinaryData(0, 'data'),
			'1 hour',
		);
		return Promise.resolve([[{ json: { url } }]]);
	}
}

/** Counts its calls in static data and does what the body or the parameters ask for. */
class Counter implements INodeType {
	description: INodeTypeDescription = {
		...withCredential('counter'),
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				responseData: '',
			},
		],
	};

	methods = {
		listSearch: {
			async search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const { key } = await this.getCredentials<{ key: string }>('exampleApi');
				const near = this.getCurrentNodeParameter('near');
				const name = JSON.stringify([key, near, filter, paginationToken]);
				return { results: [{ name, value: '1' }] };
			},
		},
	};

	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		if (this.getRequestObject().rawBody.toString() === '"throw"') throw new Error('thrown');
		const data = this.getWorkflowStaticData('node');
		data.n = Number(data.n) + 1;
		const body = JSON.stringify(this.getBodyData());
		return Promise.resolve({ workflowData: [[{ json: { n: data.n, body } }]] });
	}

	/** News from the third call on; `mode` tells a manual run; fails where static data says so. */
	poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const data = this.getWorkflowStaticData('node');
		data.n = Number(data.n ?? 0) + 1;
		if (data.n === 2) throw new Error('The second poll fails');
		const news = [[{ json: { n: data.n, mode: this.getMode() } }]];
		return Promise.resolve(data.n < 3 && this.getMode() !== 'manual' ? null : news);
	}
}

const n8n = createN8n({
	nodes: [new Signer(), new Counter()],
	credentialTypes: [new ExampleApi()],
});
const credential = { key: 'k-1' };

describe('a webhook', () => {
	it('finds the static data that n8n stored last, whatever an earlier delivery left', async () => {
		const served = await n8n.serveTrigger({ credential, staticData: { 'node:Trigger': { n: 7 } } });
		for (let call = 0; call < 2; call++) await fetch(served.url, { method: 'POST', body: '1' });
		await served.close();
		const seen = served.deliveries.map(({ workflowData }) => workflowData?.[0]?.[0]?.json);
		expect(seen).toEqual([
			{ n: 8, body: '{}' },
			{ n: 8, body: '{}' },
		]);
	});

	it.each([
		['{', 422, undefined],
		['"throw"', 500, [[{ json: {} }]]],
	])('answers %s as n8n does', async (rawBody, status, workflowData) => {
		const answer = await n8n.callWebhook({ credential, rawBody });
		expect(answer).toMatchObject({ status });
		expect(answer.workflowData).toEqual(workflowData);
	});
});

describe('a polling trigger', () => {
	const counted = (n: number) => ({ 'node:Trigger': { n } });

	it('keeps in memory what it has not stored, also after a failure', async () => {
		const poller = n8n.poller({ credential });
		expect(await poller.poll()).toBeNull();
		expect(poller.stored).toEqual(counted(1));
		await expect(poller.poll()).rejects.toThrow('The second poll fails');
		expect(poller.stored).toEqual(counted(1));
		expect(await poller.poll()).toEqual([[{ json: { n: 3, mode: 'trigger' } }]]);
		expect(poller.stored).toEqual(counted(3));
	});

	it('has after a restart what was stored', async () => {
		const poller = n8n.poller({ credential });
		await poller.poll();
		await poller.poll().catch(() => null);
		poller.restart();
		await expect(poller.poll()).rejects.toThrow('The second poll fails');
	});

	it('drops what a failed poll changed where each poll has a copy', async () => {
		const poller = n8n.poller({ credential, keeps: 'staged' });
		await poller.poll();
		await expect(poller.poll()).rejects.toThrow('The second poll fails');
		await expect(poller.poll()).rejects.toThrow('The second poll fails');
		expect(poller.stored).toEqual(counted(1));
	});

	it('keeps nothing of a manual run', async () => {
		const poller = n8n.poller({ credential });
		expect(await poller.test()).toEqual([[{ json: { n: 1, mode: 'manual' } }]]);
		expect(poller.stored).toEqual({});
	});
});

it('searches a list with what the form holds', async () => {
	const list = { method: 'search', credential, parameters: { near: 'Rome' } };
	expect(await n8n.listSearch({ ...list, filter: 'f', paginationToken: 'p' })).toEqual({
		results: [{ name: '["k-1","Rome","f","p"]', value: '1' }],
	});
});

it('serves a file at a signed URL, and shows hints', async () => {
	const data = await storedFile(Buffer.from('bytes'), { mimeType: 'image/png' });
	const { items, hints } = await n8n.runNode({
		parameters: {},
		items: [{ json: {}, binary: { data } }],
		n8nUrl: 'https://n8n.example.com',
	});
	const { url } = z.object({ url: z.string() }).parse(items[0]);
	expect(url).toMatch(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/);
	expect((await readSignedUrl(url)).toString()).toBe('bytes');
	await expect(readSignedUrl(`${url}x`)).rejects.toThrow('invalid signature');
	expect(hints).toEqual([{ message: 'A hint' }]);
});
