import { createAgent, WITH_AGENTS } from '../../support/host/agents';
import { startChatModel, type ChatModel } from '../../support/host/chatModel';
import { useTestbed } from '../../support/host/useTestbed';

const testbed = useTestbed(WITH_AGENTS);
let model: ChatModel | undefined;
afterEach(async () => {
	await model?.close();
});

const HELLO = { recipient: '2358708294634624', text: 'Hello from an agent' };
const sending = {
	name: 'Send message',
	parameters: {
		resource: 'message',
		operation: 'send',
		recipientId: "={{ $fromAI('recipient', 'Who gets it', 'string') }}",
		messageType: 'text',
		text: "={{ $fromAI('text', 'What to say', 'string') }}",
	},
};
const reading = { name: 'Get account', parameters: { resource: 'account', operation: 'get' } };
const calls = {
	send: { tool: 'Send_message', arguments: HELLO },
	read: { tool: 'Get_account', arguments: {} },
};

/** What the model was told after each of its calls. */
const answers = () =>
	(model?.requests.at(-1)?.messages ?? [])
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => JSON.stringify(content));

describe('one of n8n’s Agents, with the node as its tools,', () => {
	it('reads and sends', async () => {
		model = await startChatModel(calls.read, calls.send);
		const agent = await createAgent(testbed(), model.url, [reading, sending]);

		await agent.talk('Say hello');

		expect(answers()).toEqual([
			expect.stringContaining('our_shop'),
			expect.stringContaining('message_id'),
		]);
		expect(testbed().fakeInstantDm.ledger.reached()).toEqual([HELLO.recipient]);
	});

	it('is told not to repeat what may have been sent', async () => {
		testbed().fakeInstantDm.fail({ kind: 'reset', delivered: true });
		model = await startChatModel(calls.send);
		const agent = await createAgent(testbed(), model.url, [sending]);

		await agent.talk('Say hello');

		expect(answers()).toEqual([expect.stringContaining('Do not call this again')]);
		expect(testbed().fakeInstantDm.ledger.reached()).toEqual([HELLO.recipient]);
	});

	it('sends once a person has approved it, where that is asked for', async () => {
		model = await startChatModel(calls.send);
		const agent = await createAgent(testbed(), model.url, [{ ...sending, requireApproval: true }]);

		const events = await agent.talk('Say hello');
		expect(testbed().fakeInstantDm.ledger.reached()).toEqual([]);
		await agent.approve(events);

		expect(testbed().fakeInstantDm.ledger.reached()).toEqual([HELLO.recipient]);
	});
});
