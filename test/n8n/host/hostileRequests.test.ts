import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { post, prepare, sign } from '../../support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { chain, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed({ N8N_PAYLOAD_SIZE_MAX: '1' });

const BOUNDARY = 'x';
const FORM = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--${BOUNDARY}--\r\n`;
const TOO_LARGE = Buffer.alloc(1_200_000, ' ');
const SOME_SIGNATURE = { 'X-Webhook-Signature': sign('nothing', 'a guess') };

type Hostile = [name: string, headers: Record<string, string>, body: string | Buffer];

/** What nobody from InstantDM would send, with a body that n8n leaves to the node. */
const HOSTILE: Hostile[] = [
	['a form', { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` }, FORM],
	['a body over the limit of n8n', { 'Content-Type': 'application/octet-stream' }, TOO_LARGE],
	['a body that is not gzip', { 'Content-Encoding': 'gzip' }, 'plain'],
	['a body that is not deflated', { 'Content-Encoding': 'deflate' }, 'plain'],
	['nothing', {}, ''],
];

/** What n8n reads and answers by itself, some of it with 500, before it asks the node. */
const READ_BY_N8N: Hostile[] = [
	['a broken form', { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` }, 'no form'],
	['a form without a boundary', { 'Content-Type': 'multipart/form-data' }, FORM],
	['JSON over the limit of n8n', { 'Content-Type': 'application/json' }, TOO_LARGE],
	[
		'JSON that is not gzip',
		{ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
		'{',
	],
	['broken JSON', { 'Content-Type': 'application/json' }, '{"entry":'],
	['broken XML', { 'Content-Type': 'text/xml' }, '<a'],
];

async function send(url: string, headers: Record<string, string>, body: string | Buffer) {
	const response = await fetch(url, {
		method: 'POST',
		headers,
		body: new Uint8Array(Buffer.from(body)),
	});
	return { status: response.status, answer: await response.text() };
}

/** An upload that breaks off. */
async function breakOff(url: string, headers: Record<string, string>) {
	const upload = request(url, { method: 'POST', headers: { ...headers, 'content-length': 1000 } });
	upload.on('error', () => undefined);
	upload.write('{"entry":');
	await wait(300);
	upload.destroy();
	await wait(300);
}

describe.each<[string, Record<string, string>]>([
	['without a signature', {}],
	['with a forged signature', SOME_SIGNATURE],
])('a request %s', (_, signature) => {
	it('gets 4xx and starts nothing, whatever its body', async () => {
		const { id, url } = await testbed().publish(chain('Hostile', trigger()));

		const answers: Record<string, number> = {};
		for (const [name, headers, body] of HOSTILE) {
			answers[name] = (await send(url, { ...headers, ...signature }, body)).status;
		}
		for (const [, headers, body] of READ_BY_N8N)
			await send(url, { ...headers, ...signature }, body);
		await breakOff(url, signature);
		await breakOff(url, { ...signature, 'content-type': 'application/json' });

		// An honest delivery after them is the first and only execution.
		const comment = prepare('comment', eventNumber('comment', 1), { secret: WEBHOOK_SECRET });
		expect(await post(url, comment)).toMatchObject({ status: 200 });
		expect(await testbed().workflows.finished(id, 1)).toMatchObject([{ status: 'success' }]);
		expect(
			Object.entries(answers).filter(([, status]) => status !== 400 && status !== 401),
		).toEqual([]);
	});
});

it('does not start an unverified trigger with a body that cannot be read', async () => {
	const { id, url } = await testbed().publish(
		chain('Hostile', trigger({ verifySignature: false })),
	);
	for (const [, headers, body] of [...HOSTILE, ...READ_BY_N8N]) await send(url, headers, body);
	await breakOff(url, {});

	expect(await testbed().fakeInstantDm.deliver(url, 'comment')).toMatchObject({ status: 200 });
	expect(await testbed().workflows.finished(id, 1)).toMatchObject([{ status: 'success' }]);
});
