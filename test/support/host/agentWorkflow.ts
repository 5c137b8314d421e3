import { chain, node, type WorkflowFile, type WorkflowNode } from './workflowFiles';

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
	const recipientId = "={{ $fromAI('recipient', 'Who gets it', 'string') }}";
	return agentWith(start, agentVersion, { ...sendTool(recipientId), ...settings });
}

/** The InstantDM node as a tool that sends a text which the model chooses. */
export function sendTool(recipientId: string): WorkflowNode {
	return node('Send message', 'n8n-nodes-instantdm.instantDmTool', {
		descriptionType: 'auto',
		resource: 'message',
		operation: 'send',
		recipientId,
		messageType: 'text',
		text: "={{ $fromAI('text', 'What to say', 'string') }}",
	});
}

/**
 * Start → AI Agent, with an OpenAI chat model and a tool.
 * @param agentVersion the agent's typeVersion
 * @param review n8n's human review, between the agent and the tool
 */
export function agentWith(
	start: WorkflowNode,
	agentVersion: number,
	tool: WorkflowNode,
	review?: WorkflowNode,
): WorkflowFile {
	const prompt = { promptType: 'define', text: 'Say hello' };
	const agent = { ...node('AI Agent', `${LANGCHAIN}.agent`, prompt), typeVersion: agentVersion };
	const model = node('Model', `${LANGCHAIN}.lmChatOpenAi`, { model: 'test' });
	const { nodes, connections, ...workflow } = chain('Agent', start, agent);
	const partOf = ({ name }: WorkflowNode, type: string) => ({
		[type]: [[{ node: name, type, index: 0 }]],
	});
	return {
		...workflow,
		nodes: [...nodes, model, tool, ...(review ? [review] : [])],
		connections: {
			...connections,
			[model.name]: partOf(agent, 'ai_languageModel'),
			[tool.name]: partOf(review ?? agent, 'ai_tool'),
			...(review && { [review.name]: partOf(agent, 'ai_tool') }),
		},
	};
}
