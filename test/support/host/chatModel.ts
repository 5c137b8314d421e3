import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string() })),
	tools: z.array(z.object({ function: z.object({ name: z.string() }) })).nonempty(),
});

/** A chat model that calls the first tool it is offered, once, and then says "Done". */
export interface ChatModel {
	/** The base URL for n8n's OpenAI credential. */
	url: string;
	close: () => Promise<void>;
}

/**
 * Starts a chat model on loopback that speaks OpenAI's streamed chat completions.
 * @param toolArguments what it calls the tool with
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export async function startChatModel(toolArguments: Record<string, string>): Promise<ChatModel> {
	const app = express();
	app.post('/chat/completions', express.json({ limit: '1mb' }), (req, res) => {
		const { messages, tools } = requestSchema.parse(req.body);
		const hasToolAnswer = messages.some(({ role }) => role === 'tool');
		const call = {
			index: 0,
			id: 'call-1',
			type: 'function',
			function: { name: tools[0].function.name, arguments: JSON.stringify(toolArguments) },
		};
		const said = hasToolAnswer ? { content: 'Done' } : { content: null, tool_calls: [call] };
		const chunk = (delta: object, finish_reason: string | null) => {
			const choices = [{ index: 0, delta, finish_reason }];
			return `data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', created: 0, model: 'test', choices })}\n\n`;
		};
		res.type('text/event-stream');
		res.write(chunk({ role: 'assistant', ...said }, null));
		res.write(chunk({}, hasToolAnswer ? 'stop' : 'tool_calls'));
		res.end('data: [DONE]\n\n');
	});
	const server = createServer((req, res) => {
		app(req, res);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
