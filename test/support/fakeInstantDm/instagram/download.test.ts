import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { startFakeInstantDm, type FakeInstantDm } from '..';
import { callApi, dm } from '../testCalls';

let fakeInstantDm: FakeInstantDm;
let server: Server;
beforeAll(async () => {
	fakeInstantDm = await startFakeInstantDm();
	server = createServer((req, res) => {
		const isInstagram = req.headers['user-agent']?.startsWith('facebookexternalhit') === true;
		const isThere = req.url === '/photo.png?token=a' && isInstagram;
		res.writeHead(isThere ? 200 : 404, { 'content-type': 'image/png' }).end('picture');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(async () => {
	server.close();
	await fakeInstantDm.close();
});
beforeEach(() => {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	fakeInstantDm.reset();
	fakeInstantDm.configure({
		servedAt: { 'https://n8n.example.com': `http://127.0.0.1:${port}` },
	});
});

const send = (url: string) => {
	const message = { attachment: { type: 'image', payload: { url } } };
	return callApi(fakeInstantDm.url, { ...dm, message });
};

it('downloads the file of a message as Instagram does', async () => {
	const url = 'https://n8n.example.com/photo.png?token=a';
	expect((await send(url)).status).toBe(200);
	expect(fakeInstantDm.instagram.downloads).toEqual([
		{ url, type: 'image/png', content: Buffer.from('picture') },
	]);
});

it('refuses a message whose file cannot be downloaded, and delivers nothing', async () => {
	const { status, body } = await send('https://n8n.example.com/photo.png?token=b');
	expect(status).toBe(400);
	expect(JSON.stringify(body)).toContain('2018008');
	expect(fakeInstantDm.ledger.reached()).toEqual([]);
});

it('downloads nothing from elsewhere', async () => {
	expect((await send('https://example.com/photo.png')).status).toBe(200);
	expect(fakeInstantDm.instagram.downloads).toEqual([]);
});
