import { chain, node, type WorkflowFile } from './workflowFiles';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** The node that starts an agent workflow by hand. */
export const START = 'Start';

/**
 * Start → AI Agent, with an OpenAI chat model, and the InstantDM node as a tool whose recipient and
 * text the model chooses.
 * @param agentVersion the agent's typeVersion
 * @param settings those of the tool's Settings tab
 */
export function agentWorkflow(agentVersion: number, settings: object = {}): WorkflowFile {
	const start = node(START, 'n8n-nodes-base.manualTrigger', {});
	const prompt = { promptType: 'define', text: 'Say hello' };
	const agent = { ...node('AI Agent', `${LANGCHAIN}.agent`, prompt), typeVersion: agentVersion };
	const model = node('Model', `${LANGCHAIN}.lmChatOpenAi`, { model: 'test' });
	const tool = {
		...node('Send message', 'n8n-nodes-instantdm.instantDmTool', {
			descriptionType: 'auto',
			resource: 'message',
			operation: 'send',
			recipientId: "={{ $fromAI('recipient', 'Who gets it', 'string') }}",
			messageType: 'text',
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
		}),
		...settings,
	};
	const { nodes, connections, ...workflow } = chain('Agent', start, agent);
	const partOfAgent = (type: string) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
	return {
		...workflow,
		nodes: [...nodes, model, tool],
		connections: {
			...connections,
			[model.name]: partOfAgent('ai_languageModel'),
			[tool.name]: partOfAgent('ai_tool'),
		},
	};
}
