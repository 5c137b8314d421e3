import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import fc from 'fast-check';
import { z } from 'zod';

import { startFakeInstantDm, type FakeInstantDm } from '..';
import { callApi, commentReply, dm, privateReply } from '../testCalls';
import { sign } from './deliver';
import { eventNames, eventNumber, samples } from './events';
import { jsonForms, toJson } from './jsonForms';

/** Measured with Python 3.11 over the documentation's comment event with this text. */
const vectorSecret = 'test_secret';
const vectors = [
	['jsonDumps', 286, '829ed9b78dd7ec9a936a6e5cb622110e4f3b39704494ee904bc56fdce9828853'],
	['compactAscii', 264, '2f296ea7156bcf6dee5c8e0496168504f9af06f6743255039d8e6934c34e8714'],
	['jsonDumpsUtf8', 274, 'b4f717dc9ffdb05a53df4c1bfa651845b0ba1f7a4088ac217470945ce65dcdf2'],
	['jsonStringify', 252, 'aaed0b3ab3909458c374e5f27cd9912bd8c05e92dd0977e311c55248c8e434a5'],
] as const;

interface Received {
	headers: IncomingHttpHeaders;
	body: string;
}

let receiver: Server;
let received: Received[] = [];
let url = '';
let fakeInstantDm: FakeInstantDm;

beforeAll(async () => {
	receiver = createServer((req, res) => {
		void text(req).then((body) => {
			received.push({ headers: req.headers, body });
			res.writeHead(202).end('thanks');
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	const address = receiver.address();
	if (typeof address === 'object' && address) url = `http://127.0.0.1:${address.port}/hook`;
	fakeInstantDm = await startFakeInstantDm();
});
afterAll(async () => {
	await fakeInstantDm.close();
	receiver.closeAllConnections();
	receiver.close();
});
beforeEach(() => {
	received = [];
	fakeInstantDm.reset();
});

describe('byte forms and signatures', () => {
	it.each(vectors)('%s has its known length and signature', (form, length, signature) => {
		const payload = structuredClone(samples.comment);
		for (const { changes } of payload.entry) {
			for (const { value } of changes) value.text = 'Love this! café 🔥';
		}
		const bytes = Buffer.from(toJson(payload, form));
		expect(bytes).toHaveLength(length);
		expect(sign(bytes, vectorSecret)).toBe(signature);
	});

	it('escapes as Python does: from DEL on, lower-case, surrogate by surrogate', () => {
		expect(toJson('~\u007f\u2028é🔥/', 'jsonDumps')).toBe(
			'"~\\u007f\\u2028\\u00e9\\ud83d\\udd25/"',
		);
	});

	it('every form says the same, and jsonStringify is JSON.stringify', () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
				const plain = JSON.stringify(value);
				for (const form of jsonForms) {
					expect(JSON.stringify(JSON.parse(toJson(value, form)))).toBe(plain);
				}
				expect(toJson(value, 'jsonStringify')).toBe(plain);
			}),
		);
	});
});

describe('deliver', () => {
	it.each(eventNames)("sends the documentation's %s, signed over its bytes", async (event) => {
		const at = new Date('2026-04-29T15:32:06.789Z');
		const delivered = await fakeInstantDm.deliver(url, event, undefined, { secret: 's', at });
		expect(delivered).toMatchObject({ status: 202, answer: 'thanks' });
		const [delivery] = received;
		expect(JSON.parse(delivery?.body ?? '')).toEqual(samples[event]);
		expect(delivery?.headers).toMatchObject({
			'content-type': 'application/json',
			'x-event-type': event,
			'x-timestamp': '2026-04-29T15:32:06+00:00',
			'x-webhook-signature': sign(delivery?.body ?? '', 's'),
		});
	});

	it('signs another form than it sends, on demand', async () => {
		await fakeInstantDm.deliver(url, 'comment', undefined, {
			secret: 's',
			form: 'jsonStringify',
			signedForm: 'jsonDumps',
		});
		expect(received[0]?.body).toBe(JSON.stringify(samples.comment));
		const signature = sign(toJson(samples.comment, 'jsonDumps'), 's');
		expect(received[0]?.headers['x-webhook-signature']).toBe(signature);
	});

	it.each(eventNames)('has a %s of its own for each number', (event) => {
		const json = (number: number) => JSON.stringify(eventNumber(event, number, new Date(0)));
		expect(json(1)).not.toBe(json(2));
		expect(Object.keys(eventNumber(event, 1))).toEqual(Object.keys(samples[event]));
	});

	it('tells of a comment what the Open API tells of it', async () => {
		const { id } = fakeInstantDm.instagram.add('comment', {
			postId: '18071354672638470',
			personId: '123456',
			text: 'Love this!',
		});
		await fakeInstantDm.announce(url, id);
		const value = { id, text: 'Love this!', from: { id: '123456', username: 'user_123456' } };
		expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
			entry: [{ changes: [{ field: 'comments', value }] }],
		});
	});
});

describe('the mirror', () => {
	const image = { type: 'image', payload: { url: 'https://example.com/photo.jpg' } };
	const account = '17841432111391196';
	const batch = z.object({ entry: z.array(z.unknown()) });
	const mirrored = async (request: unknown) => {
		fakeInstantDm.configure({ mirror: { url, secret: 's' } });
		await callApi(fakeInstantDm.url, request);
		await fakeInstantDm.echoesSettled();
		return received.map(({ headers, body }) => {
			expect(headers['x-webhook-signature']).toBe(sign(body, 's'));
			return { event: headers['x-event-type'], entry: batch.parse(JSON.parse(body)).entry };
		});
	};

	it('sends a comment reply back as a comment of our own', async () => {
		const [echo, ...more] = await mirrored(commentReply);
		expect(more).toEqual([]);
		const value = {
			parent_id: commentReply.comment_id,
			text: commentReply.comment_text,
			id: fakeInstantDm.ledger.entries[0]?.id,
			from: { id: account },
		};
		expect(echo).toMatchObject({
			event: 'comment',
			entry: [{ id: account, changes: [{ field: 'comments', value }] }],
		});
		expect(received[0]?.body).toContain('self_ig_scoped_id');
	});

	it.each([
		['text', dm.message, { text: 'Hello!' }],
		['image', { attachment: image }, { attachments: [image] }],
	])('sends a message back as an echo, then its read receipt: %s', async (_n, message, echoed) => {
		const { recipient_id } = dm;
		const echoes = await mirrored({ ...dm, message });
		const mid = fakeInstantDm.ledger.entries[0]?.id;
		const echo = { mid, is_echo: true, ...echoed };
		expect(echoes).toMatchObject([
			{
				event: 'dm_received',
				entry: [
					{
						messaging: [
							{ sender: { id: account }, recipient: { id: recipient_id }, message: echo },
						],
					},
				],
			},
			{
				event: 'dm_received',
				entry: [
					{
						messaging: [
							{ sender: { id: recipient_id }, recipient: { id: account }, read: { mid } },
						],
					},
				],
			},
		]);
	});

	it('writes to the person who commented', async () => {
		fakeInstantDm.configure({ mirror: { url } });
		const { body } = await callApi(fakeInstantDm.url, privateReply);
		await fakeInstantDm.echoesSettled();
		const { recipient_id } = z.object({ recipient_id: z.string() }).parse(body);
		expect(received[1]?.body).toContain(`"sender": {"id": "${recipient_id}"}`);
	});

	it('is silent about what was not delivered', async () => {
		fakeInstantDm.fail({ kind: 'documented', error: 'noCredits' });
		expect(await mirrored(dm)).toEqual([]);
	});
});

describe('someone taps', () => {
	const payloadOf = () =>
		z
			.object({ entry: z.tuple([z.object({ messaging: z.tuple([z.unknown()]) })]) })
			.parse(JSON.parse(received[0]?.body ?? '')).entry[0].messaging[0];
	const quickReplies = {
		text: 'Which size?',
		quick_replies: [
			{ content_type: 'text', title: 'Small', payload: 'S' },
			{ content_type: 'text', title: 'Large', payload: 'L' },
		],
	};

	it('a quick reply of the newest message to them that shows it', async () => {
		await callApi(fakeInstantDm.url, { ...dm, message: quickReplies });
		await callApi(fakeInstantDm.url);
		const { status } = await fakeInstantDm.tap(url, { to: dm.recipient_id, title: 'Large' });
		expect(status).toBe(202);
		expect(received[0]?.headers['x-event-type']).toBe('dm_received');
		expect(payloadOf()).toMatchObject({
			sender: { id: dm.recipient_id },
			message: { text: 'Large', quick_reply: { payload: 'L' } },
		});
	});

	it('a button of the private reply to their comment', async () => {
		const buttons = [{ type: 'postback', title: 'Menu', payload: 'MENU' }];
		const payload = { template_type: 'button', text: 'Hi', buttons };
		const message = { attachment: { type: 'template', payload } };
		await callApi(fakeInstantDm.url, { ...privateReply, message });
		await fakeInstantDm.tap(url, { to: privateReply.comment_id, title: 'Menu' });
		expect(received[0]?.headers['x-event-type']).toBe('postback');
		expect(payloadOf()).toMatchObject({ postback: { title: 'Menu', payload: 'MENU' } });
	});

	it('nothing that they were not sent', async () => {
		await callApi(fakeInstantDm.url, { ...dm, message: quickReplies });
		const tapped = { to: dm.recipient_id, title: 'Medium' };
		await expect(fakeInstantDm.tap(url, tapped)).rejects.toThrow('Medium');
	});
});
