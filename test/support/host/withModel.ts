import { createCredential } from './credentials';
import type { Rest } from './rest';
import type { WorkflowFile } from './workflowFiles';

/**
 * The workflow with a new OpenAI credential in its chat model and its OpenAI node.
 * @param url the API's base URL
 */
export async function withModel(
	workflow: WorkflowFile,
	rest: Rest,
	url: string,
): Promise<WorkflowFile> {
	const id = await createCredential(rest, 'openAiApi', 'Model', { apiKey: 'none', url });
	const credentials = { openAiApi: { id, name: 'Model' } };
	const nodes = workflow.nodes.map((node) =>
		/\.(lmChatOpenAi|openAi)$/.test(node.type) ? { ...node, credentials } : node,
	);
	return { ...workflow, nodes };
}
