import { z } from 'zod';

import { createCredential } from './credentials';
import { OWN_CONNECTION } from './rest';
import type { Testbed } from './testbed';

/** What makes n8n load its Agents, which later versions do by themselves. */
export const WITH_AGENTS = { N8N_ENABLED_MODULES: 'agents' };

const idSchema = z.object({ id: z.string() });

/** A node that an agent has as its tool. */
export interface NodeTool {
	name: string;
	parameters: object;
	/** Whether a person approves each call. */
	requireApproval?: boolean;
}

/** What n8n streams of a conversation, event by event. */
const eventSchema = z.object({ type: z.string() }).passthrough();
type AgentEvent = z.infer<typeof eventSchema>;

const suspendedSchema = z.object({
	payload: z.object({ runId: z.string(), toolCallId: z.string() }),
});

interface Agent {
	talk(message: string): Promise<AgentEvent[]>;
	/** Approves the call of a tool that it waits with. */
	approve(events: AgentEvent[]): Promise<AgentEvent[]>;
}

/**
 * Creates one of n8n's Agents with the InstantDM node as its tools.
 * @param modelUrl OpenAI's API, as its model
 * @returns how to talk to it; each answers what n8n streams
 */
export async function createAgent(
	{ n8n, rest, addCredential }: Testbed,
	modelUrl: string,
	tools: NodeTool[],
): Promise<Agent> {
	const project = await rest.call('GET', '/projects/personal', idSchema);
	const agents = `/projects/${project.id}/agents/v2`;
	const model = await createCredential(rest, 'openAiApi', 'Model', {
		apiKey: 'none',
		url: modelUrl,
	});
	const instantDmApi = { id: await addCredential(), name: 'InstantDM' };
	const { id } = await rest.call('POST', agents, idSchema, {
		name: 'Agent',
		schema: {
			...{ name: 'Agent', model: 'openai/test', credential: model, instructions: 'Help' },
			tools: tools.map(({ name, parameters, requireApproval = false }) => ({
				...{ type: 'node', name, description: name, requireApproval },
				node: {
					nodeType: 'n8n-nodes-instantdm.instantDm',
					nodeTypeVersion: 1,
					nodeParameters: parameters,
					credentials: { instantDmApi },
				},
			})),
		},
	});
	const post = async (path: string, body: object) => {
		const response = await fetch(`${n8n.url}/rest${agents}/${id}${path}`, {
			method: 'POST',
			headers: { ...OWN_CONNECTION, 'content-type': 'application/json', cookie: rest.cookie },
			body: JSON.stringify(body),
		});
		const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: '));
		return lines.map((line) => eventSchema.parse(JSON.parse(line.slice('data: '.length))));
	};
	return {
		talk: (message) => post('/chat', { message }),
		approve: (events) => {
			const { payload } = suspendedSchema.parse(
				events.find(({ type }) => type === 'tool-call-suspended'),
			);
			return post('/chat/resume', { ...payload, resumeData: { approved: true } });
		},
	};
}
