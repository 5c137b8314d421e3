import { z } from 'zod';

import { agentWith, agentWorkflow, sendTool, START } from '../../support/host/agentWorkflow';
import { startChatModel, type ChatModel } from '../../support/host/chatModel';
import { typesNamed } from '../../support/host/nodeTypes';
import { A_SECOND, nobodyYet, questionsOf, RESUMED } from '../../support/host/questions';
import { useTestbed } from '../../support/host/useTestbed';
import { withModel } from '../../support/host/withModel';
import { node, trigger, withCredential, type WorkflowFile } from '../../support/host/workflowFiles';

const testbed = useTestbed();
let model: ChatModel | undefined;
afterEach(async () => {
	await model?.close();
});

const HELLO = { recipient: '2358708294634624', text: 'Hello from an agent' };
const directMessage = ({ recipient, text }: typeof HELLO) => ({
	action: 'send_message',
	type: 'dm',
	recipient_id: recipient,
	message: { text },
});

/**
 * Runs the agent with a model that calls the tool with these words, one call after the other.
 * @returns what the model was told after each of its calls
 */
async function runAgent(
	version: number,
	calls: (typeof HELLO)[],
	settings = {},
): Promise<string[]> {
	const { rest, workflows, addCredential } = testbed();
	model = await startChatModel(...calls);
	const workflow = await withModel(agentWorkflow(version, settings), rest, model.url);
	const id = await workflows.create(withCredential(workflow, await addCredential()));

	const execution = await workflows.runManually(id, START);

	expect(execution.error).toBeUndefined();
	expect(model.requests).toHaveLength(calls.length + 1);
	return (model.requests.at(-1)?.messages ?? [])
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => JSON.stringify(content));
}

async function newestAgent(): Promise<number> {
	const types = await typesNamed(testbed(), 'nodes.json', '@n8n/n8n-nodes-langchain.agent');
	return Math.max(...types.flatMap(({ version }) => version));
}

describe.each([
	['1.7', () => Promise.resolve(1.7)],
	['in its newest version', newestAgent],
])("n8n's AI Agent %s", (_, version) => {
	it('sends a message with the words that its model chose', async () => {
		const [answer] = await runAgent(await version(), [HELLO]);

		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([directMessage(HELLO)]);
		expect(answer).toContain('message_id');
	});

	it('sends two different messages to the same person', async () => {
		const goodbye = { ...HELLO, text: 'Goodbye' };

		await runAgent(await version(), [HELLO, goodbye]);

		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([HELLO, goodbye].map(directMessage));
	});

	it.each([
		['once', {}],
		['with three tries', { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }],
	])(
		'sends one message when its answer is lost and the model calls again, the tool run %s',
		async (__, settings) => {
			testbed().fakeInstantDm.fail({ kind: 'reset', delivered: true });

			const answers = await runAgent(await version(), [HELLO, HELLO], settings);

			expect(testbed().fakeInstantDm.ledger.reached()).toEqual([HELLO.recipient]);
			const doNotRepeat = expect.stringContaining('Do not call this again') as unknown;
			expect(answers).toEqual([doNotRepeat, doNotRepeat]);
		},
	);

	it('sends one message when the first call was refused', async () => {
		testbed().fakeInstantDm.fail({ kind: 'documented', error: 'noCredits' });

		await runAgent(await version(), [HELLO, HELLO]);

		expect(testbed().fakeInstantDm.ledger.reached()).toEqual([HELLO.recipient]);
	});
});

const { publish, comment, asked, askedFor, tap, untilTimeIsOver } = questionsOf(testbed);

const SENDER = "={{ $('InstantDM Trigger').first().json.senderId }}";
const QUESTION = { resource: 'message', operation: 'sendAndWait', recipientId: SENDER };

/** Publishes an agent whose model does this in turn. */
async function publishAgent(workflow: WorkflowFile, ...turns: (object | string)[]) {
	model = await startChatModel(...turns);
	return await publish(await withModel(workflow, testbed().rest, model.url));
}

/** Waits for the end of the workflow's execution; answers what the model was told of its calls. */
async function toldOf(workflowId: string): Promise<string> {
	const [execution] = await testbed().workflows.finished(workflowId, 1);
	expect(execution).toMatchObject({ status: 'success' });
	const said = model?.requests.at(-1)?.messages.filter(({ role }) => role === 'tool') ?? [];
	return said.map(({ content }) => String(content)).join();
}

describe('a question as a tool', () => {
	const tool = () =>
		node('Ask', 'n8n-nodes-instantdm.instantDmTool', {
			...QUESTION,
			...{ descriptionType: 'auto', responseType: 'choice' },
			message: "={{ $fromAI('question', 'What to ask', 'string') }}",
			choices: { choice: [{ title: 'Small', value: 'S' }, { title: 'Medium' }] },
		});
	const call = { question: 'Which size?' };

	it('of AI Agent 3 is answered by a tap', async () => {
		const { id, url, inbox } = await publishAgent(agentWith(trigger(), 3, tool()), call);
		const person = nobodyYet();
		await askedFor(url, person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);

		const [told, ...others] = JSON.parse(await toldOf(id)) as unknown[];
		expect(told).toEqual({
			data: { value: 'S', title: 'Small' },
			response: expect.objectContaining({ senderId: person }) as unknown,
			sent: expect.objectContaining({ recipient_id: person }) as unknown,
		});
		expect(others).toEqual([]);
	});

	it('of AI Agent 2 is refused, and nothing is sent', async () => {
		const { id, url } = await publishAgent(agentWith(trigger(), 2, tool()), call);
		await comment(url, nobodyYet());

		expect(await toldOf(id)).toContain('use AI Agent version 3');
		expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
	});
});

describe("n8n's human review in the chat", () => {
	const TYPE = 'n8n-nodes-instantdm.instantDmHitlTool';
	const call = (text: string) => ({ toolParameters: { text }, hitlParameters: {} });
	const bought = call('Your order is placed');

	/** An agent that sends a message once the customer has approved it. */
	async function agent(parameters: object = {}) {
		await typesNamed(testbed(), 'nodes.json', TYPE);
		const message = '=Shall I? {{ $tool.parameters.text }}';
		const review = node('Review', TYPE, { ...QUESTION, message, ...parameters });
		return agentWith(trigger(), await newestAgent(), sendTool(SENDER), review);
	}

	/** The texts that the person got. */
	const texts = (person: string) =>
		testbed()
			.fakeInstantDm.ledger.delivered(person)
			.map(({ body }) => body)
			.map(
				(body) => z.object({ message: z.object({ text: z.string() }) }).parse(body).message.text,
			);

	it('runs the tool once the customer has approved, and not when they decline', async () => {
		const turns = [call('Two of them'), bought];
		const { id, url, inbox } = await publishAgent(await agent(), ...turns);
		const person = nobodyYet();
		await askedFor(url, person);
		expect(await tap(inbox.url, person, 'Decline')).toBe(RESUMED);
		await asked(person, 2);
		expect(await tap(inbox.url, person, 'Approve')).toBe(RESUMED);

		expect(await toldOf(id)).toMatch(/User rejected the tool call.*message_id/);
		expect(texts(person)).toEqual([
			'Shall I? Two of them',
			'Shall I? Your order is placed',
			'Your order is placed',
		]);
	});

	it('does not run the tool when the question cannot be sent, and the model hears why', async () => {
		const { id, url } = await publishAgent(await agent(), bought);
		testbed().fakeInstantDm.configure({ credits: 0 });
		const person = nobodyYet();
		await comment(url, person);

		expect(await toldOf(id)).toContain('Not approved. The question could not be sent.');
		expect(testbed().fakeInstantDm.ledger.entries).toHaveLength(1);
	});

	it('does not run the tool when nobody has answered in time, whatever the model says', async () => {
		const approved = { approved: true, data: { approved: true } };
		const sly = { ...bought, ...approved, hitlParameters: approved };
		const { id, url } = await publishAgent(await agent({ options: A_SECOND }), sly);
		const person = nobodyYet();
		await askedFor(url, person);
		await untilTimeIsOver(id);

		expect(await toldOf(id)).toContain('Not approved. There was no answer in time.');
		expect(texts(person)).toEqual(['Shall I? Your order is placed']);
	});

	it('asks for one only of what the model wants together, and runs no other', async () => {
		const sly = [bought, call('And a second')].map((one) => ({ ...one, approved: true }));
		const { id, url, inbox } = await publishAgent(await agent(), sly);
		const person = nobodyYet();
		await askedFor(url, person);
		expect(await tap(inbox.url, person, 'Approve')).toBe(RESUMED);

		expect(await toldOf(id)).toContain('message_id');
		const [question, message, ...others] = texts(person);
		expect(question).toBe(`Shall I? ${message}`);
		expect(others).toEqual([]);
	});
});
