import { startChatModel, type ChatModel } from '../support/host/chatModel';
import { createCredential } from '../support/host/credentials';
import { useTestbed } from '../support/host/useTestbed';
import { chain, node, withCredential } from '../support/host/workflowFiles';

const testbed = useTestbed();
let model: ChatModel;
beforeAll(async () => {
	model = await startChatModel({ recipient: '2358708294634624', text: 'From an agent' });
});
afterAll(async () => {
	await model.close();
});

describe("n8n's AI Agent", () => {
	it('sends a message with the words that its model chose', async () => {
		const start = node('Start', 'n8n-nodes-base.manualTrigger', {});
		const agent = {
			...node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {
				promptType: 'define',
				text: 'Say hello',
			}),
			typeVersion: 1.7,
		};
		const openAi = await createCredential(testbed().rest, 'openAiApi', 'Model', {
			apiKey: 'none',
			url: model.url,
		});
		const chatModel = {
			...node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
				model: 'test',
				options: { baseURL: model.url },
			}),
			credentials: { openAiApi: { id: openAi, name: 'Model' } },
		};
		const tool = node('Send message', 'n8n-nodes-instantdm.instantDmTool', {
			descriptionType: 'auto',
			resource: 'message',
			operation: 'send',
			recipientId: "={{ $fromAI('recipient', 'Who gets it', 'string') }}",
			messageType: 'text',
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
		});
		const { nodes, connections, ...workflow } = chain('Agent', start, agent);
		const id = await testbed().workflows.create(
			withCredential(
				{
					...workflow,
					nodes: [...nodes, chatModel, tool],
					connections: {
						...connections,
						[chatModel.name]: {
							ai_languageModel: [[{ node: agent.name, type: 'ai_languageModel', index: 0 }]],
						},
						[tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] },
					},
				},
				await testbed().addCredential(),
			),
		);

		const execution = await testbed().workflows.runManually(id, start.name);

		expect(execution.error).toBeUndefined();
		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([
			{
				action: 'send_message',
				type: 'dm',
				recipient_id: '2358708294634624',
				message: { text: 'From an agent' },
			},
		]);
	});
});
