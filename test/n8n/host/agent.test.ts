import { agentWorkflow, START } from '../../support/host/agentWorkflow';
import { startChatModel, type ChatModel } from '../../support/host/chatModel';
import { typesNamed } from '../../support/host/nodeTypes';
import { useTestbed } from '../../support/host/useTestbed';
import { withModel } from '../../support/host/withModel';
import { withCredential } from '../../support/host/workflowFiles';

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
