import { once } from 'node:events';
import { createServer } from 'node:http';

import express from 'express';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
	tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
	stream: z.boolean().default(false),
});

/** What an agent asked the model. */
type ChatRequest = z.infer<typeof requestSchema>;

/** A language model that needs no thought, behind OpenAI's chat completions API. */
export interface ChatModel {
	/** The base URL for an OpenAI credential. */
	url: string;
	/** What it was asked, oldest first. */
	requests: ChatRequest[];
	close: () => Promise<void>;
}

/** A call of one of several tools. */
interface ToolCall {
	tool: string;
	arguments: object;
}

const isToolCall = (turn: object): turn is ToolCall => 'tool' in turn && 'arguments' in turn;

/**
 * Starts a model on loopback that calls the first tool it is offered, or the one of that name,
 * whatever the tool answers, and then says "Done". Without a tool it says one text after the other.
 * @param turns the arguments of each call or the call (a list for several calls at once) or the
 *   text, one after the other
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export async function startChatModel(...turns: readonly (object | string)[]): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const app = express().use(express.json({ limit: '1mb' }));
	app.post('/v1/chat/completions', (request, response) => {
		const asked = requestSchema.parse(request.body);
		requests.push(asked);
		const answered = asked.messages.filter(({ role }) => role === 'tool').length;
		const [tool] = asked.tools;
		const turn = turns[tool ? answered : requests.length - 1];
		const isCall = tool !== undefined && typeof turn === 'object';
		const calls = [turn ?? []].flat().map((given, index) => {
			const isNamed = typeof given === 'object' && isToolCall(given);
			const called = isNamed ? given : { tool: tool?.function.name, arguments: given };
			return {
				...{ index, id: `call_${answered + index}`, type: 'function' },
				function: { name: called.tool, arguments: JSON.stringify(called.arguments) },
			};
		});
		const text = typeof turn === 'string' ? turn : 'Done';
		const said = isCall ? { content: null, tool_calls: calls } : { content: text };
		const message = { role: 'assistant', ...said };
		const finish_reason = isCall ? 'tool_calls' : 'stop';
		const completion = { id: `chatcmpl-${requests.length}`, created: 0, model: 'gpt-5-mini' };
		if (!asked.stream) {
			const choices = [{ index: 0, message, finish_reason }];
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			response.json({ ...completion, object: 'chat.completion', choices, usage });
			return;
		}
		const object = 'chat.completion.chunk';
		const chunk = (delta: object, finish: string | null) => {
			const choices = [{ index: 0, delta, finish_reason: finish }];
			return `data: ${JSON.stringify({ ...completion, object, choices })}\n\n`;
		};
		response.type('text/event-stream');
		response.write(chunk(message, null));
		response.write(chunk({}, finish_reason));
		response.end('data: [DONE]\n\n');
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
