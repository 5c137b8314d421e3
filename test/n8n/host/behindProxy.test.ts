import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../../support/host/freePort';
import { host, packed } from '../../support/host/globals';
import { nobodyYet, questionsOf, RESUMED } from '../../support/host/questions';
import { temporaryFolder, type TemporaryFolder } from '../../support/host/temporaryFolder';
import { openTestbed, type Testbed } from '../../support/host/testbed';
import { action, chain, node, trigger } from '../../support/host/workflowFiles';

/** Where the outside finds this n8n, below the reverse proxy's own address. */
const PATH = '/some/path/';

/** A key and a certificate that nobody else has signed. */
async function certificate(folder: string) {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const fresh = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2'];
	const subject = ['-subj', '/CN=localhost'];
	await promisify(execFile)('openssl', ['req', '-x509', ...fresh, ...subject]);
	return { N8N_SSL_KEY: key, N8N_SSL_CERT: cert };
}

/** A reverse proxy that takes the path off, before an n8n that speaks https. It notes each path. */
async function startProxy(port: number, target: number, paths: string[]): Promise<Server> {
	const server = createServer((incoming, outgoing) => {
		const { method, headers, url = '/' } = incoming;
		paths.push(url);
		const path = url.startsWith(PATH) ? url.slice(PATH.length - 1) : url;
		const to = { host: '127.0.0.1', port: target, path, method, headers };
		const onward = request({ ...to, rejectUnauthorized: false }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		onward.on('error', () => outgoing.writeHead(502).end());
		incoming.pipe(onward);
	}).listen(port, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

let folder: TemporaryFolder | undefined;
let proxy: Server | undefined;
let opened: Testbed | undefined;

const testbed = () => {
	if (opened === undefined) throw new Error('The testbed is open during tests only');
	return opened;
};

/** Opens a testbed with such an n8n; answers the paths that go through the proxy from now on. */
async function open(more: Record<string, string>): Promise<string[]> {
	const paths: string[] = [];
	folder = await temporaryFolder();
	const [port, inner] = [await freePort(), await freePort()];
	proxy = await startProxy(port, inner, paths);
	const settings = {
		...(await certificate(folder.path)),
		...{ N8N_PORT: String(inner), N8N_PROTOCOL: 'https', N8N_PATH: PATH },
		WEBHOOK_URL: `http://127.0.0.1:${port}${PATH}`,
		...more,
	};
	opened = await openTestbed(host, packed, settings, {}, { folder: folder.path, port });
	return paths;
}
afterEach(async () => {
	await opened?.close();
	proxy?.close();
	proxy?.closeAllConnections();
	await folder?.remove();
});

const { publish, askedFor, tap } = questionsOf(testbed);

it.each([
	['straight, since that can be reached', {}, []],
	// Nothing listens there, so that n8n cannot reach itself over https.
	[
		'by the public URL, where an outgoing proxy is in the way',
		{ HTTPS_PROXY: 'http://127.0.0.1:9' },
		[expect.stringContaining(`${PATH}webhook-waiting/`) as unknown],
	],
])(
	'a tap resumes an n8n that speaks https and is below a path of its public URL: %s',
	async (_, settings, expected) => {
		const paths = await open({ ...settings });
		const ask = action('Ask', {
			...{ resource: 'message', operation: 'sendAndWait', message: 'Shall we?' },
			...{ recipientId: '={{ $json.senderId }}', responseType: 'approval' },
		});
		const after = node('After', 'n8n-nodes-base.noOp', {});
		const { id, url, inbox } = await publish(chain('Funnel', trigger(), ask, after));
		const { n8n, workflows } = testbed();
		const fromOutside = (webhook: string) => webhook.replace(`${n8n.url}/`, n8n.url + PATH);
		const person = nobodyYet();
		await askedFor(fromOutside(url), person);
		expect(await tap(fromOutside(inbox.url), person, 'Approve')).toBe(RESUMED);

		const [execution] = await workflows.finished(id, 1);
		expect(execution?.runData.After?.[0]?.data?.main?.[0]).toMatchObject([
			{ json: { data: { approved: true } } },
		]);
		expect(paths.filter((path) => path.includes('waiting'))).toEqual(expected);
	},
);
