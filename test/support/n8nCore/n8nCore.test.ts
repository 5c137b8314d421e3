import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	type IAuthenticateGeneric,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type ICredentialTestRequest,
	type ICredentialType,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import nock from 'nock';
import { z } from 'zod';

import { createN8n } from './index';
import { withoutNetwork } from '../noNetwork';

const api = 'https://api.example.com';

class ExampleApi implements ICredentialType {
	name = 'exampleApi';
	displayName = 'Example API';
	properties: ICredentialType['properties'] = [
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
		{ displayName: 'URL', name: 'url', type: 'string', default: api },
	];
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { authorization: '=Bearer {{$credentials.key}}' } },
	};
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/me', method: 'POST' },
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The key is wrong' } }],
	};
}

const base = {
	description: '',
	group: ['transform'],
	version: 1,
	credentials: [{ name: 'exampleApi', required: true }],
	outputs: [NodeConnectionTypes.Main],
} satisfies Partial<INodeTypeDescription>;

/** Sends every item's id; fails on those the server refuses. */
class Sender implements INodeType {
	description: INodeTypeDescription = {
		...base,
		group: ['transform'],
		name: 'sender',
		displayName: 'Sender',
		defaults: { name: 'Sender' },
		inputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'ID', name: 'id', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const out: INodeExecutionData[] = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const id = this.getNodeParameter('id', item);
			try {
				await this.helpers.httpRequestWithAuthentication.call(this, 'exampleApi', {
					method: 'POST',
					url: `${api}/send`,
					body: { id },
				});
				out.push({ json: { sent: id }, pairedItem: { item } });
			} catch (error) {
				const reason = error instanceof Error ? error.message : '';
				const told = new NodeApiError(this.getNode(), { message: reason }, { itemIndex: item });
				if (!this.continueOnFail()) throw told;
				out.push({ json: { error: reason }, pairedItem: { item } });
			}
		}
		return [out];
	}
}

/** Starts an execution with the body, or does what the body asks for. */
class Receiver implements INodeType {
	description: INodeTypeDescription = {
		...base,
		group: ['trigger'],
		name: 'receiver',
		displayName: 'Receiver',
		defaults: { name: 'Receiver' },
		inputs: [],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				responseData: '',
			},
		],
		properties: [],
	};

	webhookMethods = {
		default: {
			checkExists(this: IHookFunctions): Promise<boolean> {
				const { url } = this.getWorkflowStaticData('node');
				return Promise.resolve(url === this.getNodeWebhookUrl('default'));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { key } = await this.getCredentials<{ key: string }>('exampleApi');
				if (!key) throw new NodeOperationError(this.getNode(), 'No key');
				this.getWorkflowStaticData('node').url = this.getNodeWebhookUrl('default');
				return true;
			},
			delete(this: IHookFunctions): Promise<boolean> {
				delete this.getWorkflowStaticData('node').url;
				return Promise.resolve(true);
			},
		},
	};

	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { rawBody } = this.getRequestObject();
		const text = rawBody.toString();
		if (text === '"count"') {
			const data = this.getWorkflowStaticData('node');
			data.n = Number(data.n) + 1;
			return Promise.resolve({ workflowData: [[{ json: { n: data.n } }]] });
		}
		if (text === '"throw"') throw new NodeOperationError(this.getNode(), 'thrown');
		if (text === '"reject"') {
			this.getResponseObject().status(401).json({ status: 'rejected' });
			return Promise.resolve({ noWebhookResponse: true });
		}
		if (text === '"ignore"') return Promise.resolve({ webhookResponse: { status: 'ignored' } });
		return Promise.resolve({
			workflowData: [
				[{ json: { body: JSON.stringify(this.getBodyData()), bytes: rawBody.length } }],
			],
			webhookResponse: { status: 'accepted' },
		});
	}
}

const n8n = createN8n({
	nodes: [new Sender(), new Receiver()],
	credentialTypes: [new ExampleApi()],
});
const credential = { key: 'k-1' };
const parameters = { id: '={{ $json.id }}' };

/** Answers every call with what `answer` says for its id, and remembers the ids in order. */
function server(answer: (id: string) => number): { ids: string[]; keys: Set<unknown> } {
	const seen = { ids: Array<string>(), keys: new Set<unknown>() };
	nock(api)
		.persist()
		.post('/send')
		.reply(function (_uri, body) {
			const id = z.object({ id: z.string() }).parse(body).id;
			seen.ids.push(id);
			seen.keys.add(this.req.headers.authorization);
			return [answer(id), {}];
		});
	return seen;
}

withoutNetwork();

describe('runNode', () => {
	it('resolves expressions for each item and authenticates as the credential says', async () => {
		const seen = server(() => 200);
		const run = await n8n.runNode({ parameters, credential, items: [{ id: 'a' }, { id: 'b' }] });
		expect(run.error).toBeUndefined();
		expect(run.items).toEqual([{ sent: 'a' }, { sent: 'b' }]);
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(seen).toEqual({ ids: ['a', 'b'], keys: new Set(['Bearer k-1']) });
	});

	it('keeps the error of a node that stopped, with its context', async () => {
		server(() => 500);
		const run = await n8n.runNode({ parameters, credential, items: [{ id: 'a' }] });
		expect(run.run.status).toBe('error');
		expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
	});

	it('runs the whole node again on Retry On Fail', async () => {
		const seen = server((id) => (id === 'bad' ? 500 : 200));
		await n8n.runNode({
			parameters,
			credential,
			items: [{ id: 'a' }, { id: 'bad' }],
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(seen.ids).toEqual(['a', 'bad', 'a', 'bad', 'a', 'bad']);
	});

	it('sends failed items to the error output, merged with their input', async () => {
		server((id) => (id === 'bad' ? 500 : 200));
		const run = await n8n.runNode({
			parameters,
			credential,
			items: [{ id: 'a' }, { id: 'bad', name: 'B' }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.items).toEqual([{ sent: 'a' }]);
		expect(run.outputs[1]?.[0]?.json).toMatchObject({ id: 'bad', name: 'B' });
	});

	it('can be cancelled', async () => {
		server(() => 200);
		const running = n8n.startNode({ parameters, credential, items: [{ id: 'a' }] });
		running.cancel();
		expect((await running.done).run.status).toBe('canceled');
	});

	it('has no credential unless one is given', async () => {
		const run = await n8n.runNode({ parameters, items: [{}] });
		expect(run.error?.message).toBe('Node does not have any credentials set');
	});
});

describe('runWorkflow', () => {
	it('runs a node once for each batch of a loop, with rising run index', async () => {
		const seen = server(() => 200);
		const items = ['a', 'b', 'c'].map((id) => ({ id }));
		const run = await n8n.runWorkflow({
			nodes: [
				{ name: 'Start', type: 'start' },
				{ name: 'Loop', type: 'loop', parameters: { batchSize: 2 } },
				{ name: 'Send', type: 'sender', parameters },
			],
			connections: [
				{ from: 'Start', to: 'Loop' },
				{ from: 'Loop', output: 1, to: 'Send' },
				{ from: 'Send', to: 'Loop' },
			],
			credentials: { exampleApi: credential },
			start: 'Start',
			items,
		});
		expect(run.runsOf('Send')).toHaveLength(2);
		const done = run.runsOf('Loop').at(-1)?.data?.main?.[0];
		expect(done?.map(({ json }) => json)).toEqual(items.map(({ id }) => ({ sent: id })));
		expect(seen.ids).toEqual(['a', 'b', 'c']);
	});
});

describe('callWebhook', () => {
	it('gives the node the raw bytes and starts an execution', async () => {
		const answer = await n8n.callWebhook({ credential, rawBody: '{ "a": 1.0 }' });
		expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
		expect(answer.workflowData).toEqual([[{ json: { body: '{"a":1}', bytes: 12 } }]]);
	});

	it.each([
		['"reject"', 401, { status: 'rejected' }],
		['"ignore"', 200, { status: 'ignored' }],
		['{', 422, { code: 422 }],
	])('answers %s without an execution', async (rawBody, status, body) => {
		const answer = await n8n.callWebhook({ credential, rawBody });
		expect(answer).toMatchObject({ status, body });
		expect(answer.workflowData).toBeUndefined();
	});

	it('parses nothing but application/json', async () => {
		const headers = { 'content-type': 'text/plain' };
		const answer = await n8n.callWebhook({ credential, rawBody: '{"a":1}', headers });
		expect(answer.workflowData).toEqual([[{ json: { body: '{}', bytes: 7 } }]]);
	});

	it('answers 500 when nobody takes the execution over', async () => {
		const answer = await n8n.callWebhook({ credential, rawBody: '{}', takeOver: () => 'fail' });
		expect(answer.status).toBe(500);
		expect(answer.workflowData).toBeUndefined();
	});

	it('answers 500 and stores a failed execution when webhook() throws', async () => {
		const answer = await n8n.callWebhook({ credential, rawBody: '"throw"' });
		expect(answer).toMatchObject({ status: 500, workflowData: [[{ json: {} }]] });
		expect(answer.error).toMatchObject({ message: 'thrown' });
	});

	it('loads the workflow anew for each delivery, static data and all', async () => {
		const served = await n8n.serveTrigger({ credential, staticData: { 'node:Trigger': { n: 7 } } });
		for (let call = 0; call < 2; call++) {
			await fetch(served.url, { method: 'POST', body: '"count"' });
		}
		await served.close();
		const seen = served.deliveries.map(({ workflowData }) => workflowData?.[0]?.[0]?.json);
		expect(seen).toEqual([{ n: 8 }, { n: 8 }]);
	});

	it('is reached by function too', async () => {
		const deliver = n8n.inProcessTrigger({ credential });
		const json = { 'content-type': 'application/json' };
		expect(await deliver(Buffer.from('"reject"'), json)).toEqual({ status: 401 });
		expect((await deliver(Buffer.from('{}'), json)).workflowData).toHaveLength(1);
	});
});

describe('lifecycle', () => {
	it('activates once and remembers it in static data', async () => {
		const life = n8n.lifecycle({ credential });
		expect(await life.checkExists()).toBe(false);
		await life.activate();
		expect(await life.checkExists()).toBe(true);
		expect(JSON.stringify(life.staticData)).toContain('http://127.0.0.1:5678/webhook/');
		await life.delete();
		expect(await life.checkExists()).toBe(false);
	});

	it('passes on what create throws', async () => {
		await expect(n8n.lifecycle({ credential: { key: '' } }).activate()).rejects.toThrow('No key');
	});
});

describe('testCredential', () => {
	const answers = (status: number) => nock(api).persist().post('/me').reply(status, {});

	it('sends the authenticated request', async () => {
		nock(api, { reqheaders: { authorization: 'Bearer k-1' } })
			.post('/me')
			.reply(200, {});
		const ok = { status: 'OK', message: 'Connection successful!' };
		expect(await n8n.testCredential(credential)).toEqual(ok);
	});

	it("shows a rule's own sentence", async () => {
		answers(401);
		const told = { status: 'Error', message: 'The key is wrong' };
		expect(await n8n.testCredential(credential)).toEqual(told);
	});

	it('shows the code of a failed connection', async () => {
		nock(api)
			.post('/me')
			.replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
		const told = { status: 'Error', message: 'ECONNREFUSED' };
		expect(await n8n.testCredential(credential)).toEqual(told);
	});

	it('calls the function a node names where the type has no test', async () => {
		class Untested implements ICredentialType {
			name = 'exampleApi';
			displayName = 'Example API';
			properties = new ExampleApi().properties;
		}
		class Tester extends Sender {
			override description = {
				...new Sender().description,
				credentials: [{ name: 'exampleApi', testedBy: 'ask' }],
			};
			methods = {
				credentialTest: {
					async ask(
						this: ICredentialTestFunctions,
						{ data }: ICredentialsDecrypted,
					): Promise<INodeCredentialTestResult> {
						const { url, key } = z.object({ url: z.string(), key: z.string() }).parse(data);
						const answer: unknown = await this.helpers.request({
							uri: `${url}/me`,
							headers: { 'x-key': key },
							json: true,
						});
						return { status: 'OK', message: JSON.stringify(answer) };
					},
				},
			};
		}
		nock(api, { reqheaders: { 'x-key': 'k-1' } })
			.get('/me')
			.reply(200, { me: 'Ann' });
		const other = createN8n({ nodes: [new Tester()], credentialTypes: [new Untested()] });
		const told = { status: 'OK', message: '{"me":"Ann"}' };
		expect(await other.testCredential(credential)).toEqual(told);
	});
});
