import { once } from 'node:events';
import { createServer } from 'node:http';

import express from 'express';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
	tools: z.array(z.object({ function: z.object({ name: z.string() }) })).nonempty(),
});

/** What the agent asked the model. */
export type ChatRequest = z.infer<typeof requestSchema>;

/** A language model that needs no thought, behind OpenAI's chat completions API. */
export interface ChatModel {
	/** The base URL for an OpenAI credential. */
	url: string;
	/** What it was asked, oldest first. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

/**
 * Starts a model that calls the first tool it is offered once, with the given arguments, and is
 * done when the tool has answered.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export async function startChatModel(toolArguments: object): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const app = express().use(express.json({ limit: '1mb' }));
	app.post('/v1/chat/completions', (request, response) => {
		const asked = requestSchema.parse(request.body);
		requests.push(asked);
		const isDone = asked.messages.at(-1)?.role === 'tool';
		const call = {
			id: `call_${requests.length}`,
			type: 'function',
			function: { name: asked.tools[0].function.name, arguments: JSON.stringify(toolArguments) },
		};
		response.json({
			id: `chatcmpl-${requests.length}`,
			object: 'chat.completion',
			created: 0,
			model: 'gpt-5-mini',
			choices: [
				{
					index: 0,
					finish_reason: isDone ? 'stop' : 'tool_calls',
					message: isDone
						? { role: 'assistant', content: 'Done' }
						: { role: 'assistant', content: null, tool_calls: [call] },
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		});
	});
	const server = createServer((request, response) => {
		app(request, response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return {
		url: `http://127.0.0.1:${address.port}/v1`,
		requests,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
