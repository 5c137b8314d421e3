import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { directMessage, n8n, people } from './sending';

let server: Server | undefined;

afterEach(() => {
	server?.close();
	server?.closeAllConnections();
});

it('is the whole call’s: a server that drips its answer is waited for no longer', async () => {
	let cut: (isCut: boolean) => void = () => undefined;
	const isCut = new Promise<boolean>((resolve) => (cut = resolve));
	const drip = async (res: ServerResponse) => {
		for (let drop = 0; drop < 200 && !res.destroyed; drop += 1) {
			res.write(' ');
			await pause(50);
		}
		res.end('{"message_id":"m1"}');
	};
	server = createServer((req, res) => {
		res.once('close', () => {
			cut(!res.writableFinished);
		});
		req.resume();
		res.writeHead(200, { 'content-type': 'application/json' });
		void drip(res);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const { items } = await n8n.runNode({
		parameters: directMessage({ timeout: 2 }),
		items: people(1),
		settings: { onError: 'continueRegularOutput' },
		credential: { apiKey: 'test-key', baseUrl: `http://127.0.0.1:${port}` },
	});
	expect(await isCut).toBe(true);
	expect(items).toMatchObject([{ delivery: 'unknown', httpCode: null, retryable: false }]);
});
