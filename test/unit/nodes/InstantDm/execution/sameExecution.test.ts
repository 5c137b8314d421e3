import { setTimeout as pause } from 'node:timers/promises';

import { ExecuteContext, SupplyDataContext, WorkflowExecute } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	createRunExecutionData,
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeParameters,
	type IRunExecutionData,
} from 'n8n-workflow';
import { z } from 'zod';

import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { storedFile } from '../../../../support/n8nCore/binaryData';
import {
	nodeOf,
	servicesFor,
	workflowOf,
	type NodeSettings,
} from '../../../../support/n8nCore/workflow';
import {
	credentialFor,
	directMessage,
	loaded,
	matching,
	people,
	start,
	useFakeInstantDm,
} from './sending';

afterEach(() => jest.restoreAllMocks());

const site = useFakeInstantDm();
const refused = { kind: 'instagram', code: 100, message: 'Try again', status: 400 } as const;
const lost = { kind: 'reset', delivered: true } as const;
const credentials = () => ({ instantDmApi: credentialFor(site.fakeInstantDm) });

// n8n hands its contexts to a node where their types do not promise all that a node's do.
const asN8nDoes = z.custom<IExecuteFunctions>(
	(context) => context instanceof ExecuteContext || context instanceof SupplyDataContext,
);

describe('an execution that failed and is retried by hand', () => {
	const workflow = () =>
		workflowOf(loaded, {
			nodes: [
				{ name: 'Start', type: 'start' },
				{ name: 'Node', type: 'instantDm', parameters: directMessage({ concurrency: 1 }) },
			],
			connections: [{ from: 'Start', to: 'Node' }],
			credentials: credentials(),
		});

	/** n8n's "Retry": the stored execution without its last node's result, run on. */
	async function retry(stored: IRunExecutionData) {
		const data = structuredClone(stored);
		delete data.resultData.error;
		data.resultData.runData.Node?.pop();
		const services = servicesFor(loaded, workflow(), 'retry', credentials());
		const run = await new WorkflowExecute(services, 'retry', data).processRunExecutionData(
			workflow(),
		);
		return run.data.resultData;
	}

	it('goes on where it failed', async () => {
		site.fakeInstantDm.fail(refused, { to: '1002' });
		const failed = await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(5))
			.done;
		expect(failed.error).toBeDefined();
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1000', '1001']);

		const { error, runData } = await retry(failed.run.data);
		expect(error).toBeUndefined();
		expect(runData.Node?.at(-1)?.data?.main?.[0]?.map(({ json }) => json.recipient_id)).toEqual(
			people(5).map(({ to }) => to),
		);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(people(5).map(({ to }) => to));
	});

	it('says that it skips what may have been sent, and how to send it again', async () => {
		site.fakeInstantDm.fail(lost, { to: '1000' });
		const failed = await start(site.fakeInstantDm, directMessage(), people(1)).done;
		expect(failed.error?.description).not.toContain('retry');
		const { error } = await retry(failed.run.data);
		expect(error?.description).toMatch(
			/^Check the conversation before sending it again\. A retry skips it.*new execution/,
		);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1000']);
	});

	it('sends nothing twice when it is retried again and again from what the original had stored', async () => {
		site.fakeInstantDm.fail(refused, { to: '1002' });
		site.fakeInstantDm.fail(refused, { to: '1004' });
		const { run } = await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(6))
			.done;
		expect((await retry(run.data)).error).toMatchObject({ context: { itemIndex: 4 } });
		expect((await retry(run.data)).error).toBeUndefined();
		expect((await retry(run.data)).error).toBeUndefined();
		expect(site.fakeInstantDm.ledger.reached()).toEqual(people(6).map(({ to }) => to));
	});

	it('sends nothing twice when the original had not got as far as this node', async () => {
		const stored = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{
						node: nodeOf(workflow(), 'Node'),
						data: { main: [people(3).map((json) => ({ json }))] },
						source: null,
					},
				],
				runtimeData: { version: 1, establishedAt: 1_777_476_000_123, source: 'trigger' },
			},
		});
		site.fakeInstantDm.fail(refused, { to: '1001' });
		expect((await retry(stored)).error).toBeDefined();
		expect((await retry(stored)).error).toBeUndefined();
		expect(site.fakeInstantDm.ledger.reached()).toEqual(people(3).map(({ to }) => to));
	});

	it('sends nothing twice when it is retried twice at the same moment', async () => {
		site.fakeInstantDm.fail(refused, { to: '1001' });
		const { run } = await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(4))
			.done;
		site.fakeInstantDm.configure({ latency: 20 });
		const results = await Promise.all([retry(run.data), retry(run.data)]);
		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(people(4).map(({ to }) => to));
	});

	it('does not send again what may have arrived', async () => {
		site.fakeInstantDm.fail(lost, { to: '1002' });
		const failed = await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(5))
			.done;
		const { error } = await retry(failed.run.data);
		expect(error).toMatchObject({ context: { itemIndex: 2, delivery: 'unknown' } });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(people(5).map(({ to }) => to));
	});
});

describe('an execution that n8n knows only from its start, such as a cancelled one (n8n 2.40.7)', () => {
	const workflow = () =>
		workflowOf(loaded, {
			nodes: [
				{ name: 'Start', type: 'start' },
				{ name: 'First', type: 'instantDm', parameters: directMessage({ concurrency: 1 }) },
				{
					name: 'Second',
					type: 'instantDm',
					parameters: {
						...directMessage({ concurrency: 1 }),
						recipientId: "={{ $('Start').item.json.to }}",
						text: 'And more',
					},
				},
			],
			connections: [
				{ from: 'Start', to: 'First' },
				{ from: 'First', to: 'Second' },
			],
			credentials: credentials(),
		});
	let executions = 0;

	/** Runs it from its start; a retry has an id of its own as well. */
	function run(retryOf?: string, items = people(4)) {
		const executionId = `sent-${(executions += 1)}`;
		const mode = retryOf === undefined ? 'trigger' : 'retry';
		const environment = { executionId, ...(retryOf !== undefined && { retryOf }) };
		const services = servicesFor(loaded, workflow(), mode, credentials(), environment);
		const data = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{
						node: nodeOf(workflow(), 'Start'),
						data: { main: [items.map((json) => ({ json }))] },
						source: null,
					},
				],
			},
		});
		const execution = new WorkflowExecute(services, mode, data).processRunExecutionData(workflow());
		return { executionId, execution };
	}
	const calls = () => site.fakeInstantDm.ledger.entries.length;
	const twice = people(4).flatMap(({ to }) => [to, to]);

	it.each([2, 6])(
		'is retried without sending anything twice, cancelled at call %i',
		async (call) => {
			site.fakeInstantDm.configure({ latency: 100 });
			const original = run();
			while (calls() < call) await pause(20);
			original.execution.cancel();
			await original.execution;
			const retried = run(original.executionId);
			expect((await retried.execution).data.resultData.error).toBeUndefined();
			await run(original.executionId).execution;
			await run(retried.executionId).execution;
			expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(twice);
		},
	);

	it('is retried without sending anything twice when its items are in other places by then', async () => {
		site.fakeInstantDm.configure({ latency: 100 });
		const original = run();
		while (calls() < 2) await pause(20);
		original.execution.cancel();
		await original.execution;
		const again = { to: '1003', text: 'And once more' };
		const others = [{ to: '999', text: 'Hi' }, ...people(4).reverse(), again];
		await run(original.executionId, others).execution;
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(
			[...twice, ...['1003', '1003', '999', '999']].sort(),
		);
	});

	it('is no other one', async () => {
		await run().execution;
		await run('another').execution;
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual([...twice, ...twice].sort());
	});
});

describe('the memory of what was sent', () => {
	const memoryAfter = async (settings: object) => {
		const { run } = await start(site.fakeInstantDm, directMessage(), people(2), settings).done;
		return JSON.stringify(run.data.executionData?.contextData);
	};

	it('is kept while n8n may run the node again', async () => {
		expect(await memoryAfter({ retryOnFail: true })).toContain('1000');
	});

	it('is gone with the run otherwise', async () => {
		expect(await memoryAfter({})).not.toContain('1000');
	});
});

// n8n makes a second node type of each node that an agent may use.
const tool = new InstantDm();
tool.description = { ...tool.description, name: 'instantDmTool' };
const toolLoaded = { ...loaded, nodes: [tool] };

/** The ways in which n8n calls a tool: `runIndex` is that of the call, as n8n numbers it. */
const ways = [
	{ name: 'a sub-node of the agent', Context: SupplyDataContext, runIndex: (call: number) => call },
	{
		name: 'a node of its own, AI Agent 3',
		Context: ExecuteContext,
		runIndex: (call: number) => call,
	},
];

/** Sends a file that an expression gives, since an agent's items hold none. */
const image = {
	messageType: 'image',
	mediaSource: 'binary',
	binaryPropertyName: '={{ $json.file }}',
};
const picture = async (content: string) => ({
	...(await storedFile(Buffer.from(content), { mimeType: 'image/png' })),
});

describe.each(ways)('an AI agent’s tool, run as $name,', ({ Context, runIndex }) => {
	/** Tool calls of one execution; n8n gives each call, and each try of one, a run of its own. */
	function agent(settings: NodeSettings = {}, parameters = directMessage()) {
		const workflow = workflowOf(toolLoaded, {
			nodes: [{ name: 'Tool', type: 'instantDmTool', parameters, ...settings }],
			credentials: credentials(),
		});
		const services = servicesFor(toolLoaded, workflow, 'trigger', credentials(), {
			n8nUrl: 'https://n8n.example.com',
		});
		const node = nodeOf(workflow, 'Tool');
		const execution = createRunExecutionData({});
		let calls = 0;
		return async (message: IDataObject) => {
			const items = [{ json: message }];
			const of = [
				workflow,
				node,
				services,
				'trigger',
				execution,
				runIndex(calls++),
				items,
			] as const;
			const executeData = { node, data: { main: [items] }, source: null };
			const context =
				Context === ExecuteContext
					? new ExecuteContext(...of, { main: [items] }, executeData, [])
					: new SupplyDataContext(
							...of,
							{ [NodeConnectionTypes.AiTool]: [items] },
							NodeConnectionTypes.AiTool,
							executeData,
							[],
						);
			// Older n8n has no such question, and AI Agent 3 is answered no.
			Object.assign(context, { isToolExecution: () => false });
			const output = await tool.execute.call(asN8nDoes.parse(context));
			return output[0]?.[0]?.json;
		};
	}
	const stop = matching('Do not call this again');

	it('sends the same text to the same person once, and answers with what came of it', async () => {
		const call = agent();
		const first = await call({ to: '1', text: 'Hello' });
		expect(first).toMatchObject({ recipient_id: '1' });
		expect(await call({ to: '1', text: 'Hello' })).toEqual(first);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
	});

	it('sends it once however the model writes the ID and ends the text', async () => {
		const call = agent();
		const first = await call({ to: '1', text: 'Hello' });
		expect(await call({ to: 1, text: 'Hello' })).toEqual(first);
		expect(await call({ to: ' 1', text: 'Hello\n' })).toEqual(first);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
	});

	it('sends the same text once when it is called twice at the same moment', async () => {
		const call = agent();
		site.fakeInstantDm.configure({ latency: 20 });
		const both = [call({ to: '1', text: 'Hello' }), call({ to: '1', text: 'Hello' })];
		const [first, second] = await Promise.all(both);
		expect(first).toMatchObject({ recipient_id: '1' });
		expect(second).toEqual(first);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
	});

	it('sends the second of two at the same moment when the first was refused', async () => {
		const call = agent();
		site.fakeInstantDm.configure({ latency: 20 });
		site.fakeInstantDm.fail(refused);
		const both = [call({ to: '1', text: 'Hello' }), call({ to: '1', text: 'Hello' })];
		expect(await Promise.all(both)).toMatchObject([{ delivery: 'notSent' }, { recipient_id: '1' }]);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
	});

	it('sends the same text again in another execution', async () => {
		await agent()({ to: '1', text: 'Hello' });
		await agent()({ to: '1', text: 'Hello' });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1', '1']);
	});

	it('sends another text to the same person', async () => {
		const call = agent({ retryOnFail: true });
		await call({ to: '1', text: 'Hello' });
		await call({ to: '1', text: 'Bye' });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1', '1']);
	});

	it('does not send again what may have arrived, and tells the model to stop', async () => {
		const call = agent();
		site.fakeInstantDm.fail(lost);
		const told = { delivery: 'unknown', error: stop };
		expect(await call({ to: '1', text: 'Hello' })).toMatchObject(told);
		expect(await call({ to: '1', text: 'Hello' })).toMatchObject(told);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
		await call({ to: '1', text: 'Something else' });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1', '1']);
	});

	it('does not send a file again that may have arrived, although its URL is another one', async () => {
		const call = agent({}, { ...directMessage(), ...image });
		const [file, another] = await Promise.all(['one', 'two'].map(picture));
		let seconds = 1_777_476_000;
		jest.spyOn(Date, 'now').mockImplementation(() => (seconds += 1) * 1000);
		site.fakeInstantDm.fail(lost);
		const told = { delivery: 'unknown', error: stop };
		expect(await call({ to: '1', file })).toMatchObject(told);
		expect(await call({ to: '1', file })).toMatchObject(told);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
		await call({ to: '1', file: another });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1', '1']);
	});

	it('does not tell the model to stop when nothing was sent', async () => {
		const call = agent();
		site.fakeInstantDm.fail(refused);
		const failed = await call({ to: '1', text: 'Hello' });
		expect(failed).toMatchObject({ delivery: 'notSent' });
		expect(failed?.error).not.toEqual(stop);
	});

	it('keeps calls apart that run at the same time', async () => {
		const call = agent();
		site.fakeInstantDm.configure({ latency: 20 });
		site.fakeInstantDm.fail(refused, { to: '2' });
		const answers = await Promise.all([
			call({ to: '1', text: 'One' }),
			call({ to: '2', text: 'Two' }),
		]);
		expect(answers).toMatchObject([{ recipient_id: '1' }, { delivery: 'notSent' }]);
		await call({ to: '2', text: 'Two' });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1', '2']);
	});
});

describe('n8n’s Agents, which run a node by itself and keep nothing for it', () => {
	/** One call as n8n's ephemeral executor makes it (n8n 2.40.7). */
	async function call(type: 'instantDm' | 'instantDmTool', parameters: INodeParameters) {
		const workflow = workflowOf(type === 'instantDm' ? loaded : toolLoaded, {
			nodes: [{ name: 'Target Node', type, parameters }],
			credentials: credentials(),
		});
		const node = nodeOf(workflow, 'Target Node');
		const items = [{ json: { to: '1', text: 'Hello' } }];
		const data = { main: [items] };
		const context = new ExecuteContext(
			workflow,
			node,
			servicesFor(loaded, workflow, 'internal', credentials()),
			'internal',
			createEmptyRunExecutionData(),
			0,
			items,
			data,
			{ node, data, source: null },
			[],
		);
		const output = await tool.execute.call(asN8nDoes.parse(context));
		return output[0]?.[0]?.json;
	}

	it.each(['instantDm', 'instantDmTool'] as const)('sends and reads (%s)', async (type) => {
		expect(await call(type, directMessage())).toMatchObject({ recipient_id: '1' });
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1']);
		const read = { resource: 'account', operation: 'get' };
		expect(await call(type, read)).toMatchObject({ ig_username: 'our_shop' });
	});

	it.each(['instantDm', 'instantDmTool'] as const)(
		'gets what failed as an item, and is told to stop (%s)',
		async (type) => {
			site.fakeInstantDm.fail(lost);
			const told = { delivery: 'unknown', error: matching('Do not call this again') };
			expect(await call(type, directMessage())).toMatchObject(told);
		},
	);
});
