import { once } from 'node:events';
import { connect } from 'node:net';

import type { Request, RequestHandler } from 'express';
import nock from 'nock';
import { z } from 'zod';

import { encodeReference, type TapReference } from '../../../../nodes/shared/tap/reference';
import { Context } from '../../../support/n8nCore/webhook';
import { withoutNetwork } from '../../../support/noNetwork';
import { ACCOUNT, commentBody, credential, messageBody, n8n, PERSON, sign } from './trigger';

withoutNetwork();

let taps = 0;

/** What somebody can tap, of a question that nobody else was asked. */
function offered(changes: Partial<TapReference> = {}): TapReference {
	taps += 1;
	const executionId = String(taps);
	return {
		executionId,
		nodeId: 'a node',
		signature: '5ig',
		proof: `proof-${taps}`,
		value: 'M',
		...changes,
	};
}

const tapOf = (reference: TapReference, mid = `mid.${reference.executionId}`) =>
	messageBody({
		message: { mid, text: 'M', quick_reply: { payload: encodeReference(reference) } },
	});

const pressOf = (reference: TapReference) =>
	messageBody({ postback: { title: 'M', payload: encodeReference(reference) } });

/** n8n's waiting webhooks, which answer one after the other and go on with the last. */
function waiting(...answers: { status?: number; body: unknown }[]) {
	const calls: Request[] = [];
	const handler: RequestHandler = (req, res) => {
		const { status = 200, body } = answers[Math.min(calls.length, answers.length - 1)] ?? {};
		calls.push(req);
		res.status(status).send(body);
	};
	return { calls, handler };
}

const RESUMED = { body: { status: 'resumed' } };
const NOT_WAITING = { body: { status: 'notWaiting' } };

async function deliver(
	rawBody: string,
	handler: RequestHandler,
	parameters: object = {},
	more: object = {},
) {
	const headers = { 'x-webhook-signature': sign(rawBody), 'x-event-type': 'dm_received' };
	return await n8n.callWebhook({
		...{ credential, rawBody, headers, parameters: { ...parameters }, waiting: handler, ...more },
	});
}

describe('a tap that an execution waits for', () => {
	it('resumes it, and starts nothing, whatever events and filters say', async () => {
		const n8nWaiting = waiting(RESUMED);
		const tap = offered();
		const options = { keywords: 'something else', messageKinds: ['text'], maxAge: 300 };
		const at = { 'x-timestamp': new Date().toISOString() };
		const parameters = { events: ['comment'], options };
		const rawBody = tapOf(tap);
		const headers = { 'x-webhook-signature': sign(rawBody), ...at };
		const answer = await deliver(rawBody, n8nWaiting.handler, parameters, { headers });
		expect(answer).toMatchObject({ status: 200, body: { status: 'resumed' } });
		expect(answer.workflowData).toBeUndefined();
	});

	it('is handed over at the socket that the delivery came in on, with who tapped and when', async () => {
		const n8nWaiting = waiting(RESUMED);
		const n8nUrl = 'https://n8n.example.com/n8n';
		await deliver(
			tapOf(offered({ executionId: '77', proof: 'proof' })),
			n8nWaiting.handler,
			{},
			{ n8nUrl },
		);
		const [call] = n8nWaiting.calls;
		expect(call).toMatchObject({
			method: 'POST',
			originalUrl: '/webhook-waiting/77/a%20node?signature=5ig',
			headers: { host: 'n8n.example.com' },
			body: {
				value: 'M',
				proof: 'proof',
				response: {
					senderId: PERSON,
					messageId: 'mid.77',
					occurredAt: '2026-04-29T15:32:05.580Z',
					replyUntil: '2026-04-30T15:32:05.580Z',
				},
			},
		});
	});

	it('may be a button that was pressed', async () => {
		const n8nWaiting = waiting(RESUMED);
		expect(await deliver(pressOf(offered()), n8nWaiting.handler)).toMatchObject({
			body: { status: 'resumed' },
		});
	});

	it('waits for n8n to store the execution', async () => {
		const running = { status: 409, body: { message: 'The execution "1" is running already.' } };
		const n8nWaiting = waiting(running, running, RESUMED);
		expect(await deliver(tapOf(offered()), n8nWaiting.handler)).toMatchObject({
			body: { status: 'resumed' },
		});
		expect(n8nWaiting.calls).toHaveLength(3);
	});

	it('counts once, however often it is delivered, even without Ignore Duplicates', async () => {
		const n8nWaiting = waiting(RESUMED);
		const body = tapOf(offered());
		const parameters = { options: { deduplicate: false } };
		const answers = await Promise.all(
			[1, 2].map(() => deliver(body, n8nWaiting.handler, parameters)),
		);
		const again = await deliver(body, n8nWaiting.handler, parameters);
		expect(answers.map((answer) => answer.body)).toEqual([
			{ status: 'resumed' },
			{ status: 'ignored', reason: 'duplicate' },
		]);
		expect(again.body).toEqual({ status: 'ignored', reason: 'duplicate' });
		expect(n8nWaiting.calls).toHaveLength(1);
	});

	it('counts once within 30 seconds where only X-Timestamp tells it from another', async () => {
		const from = Date.now();
		const n8nWaiting = waiting(RESUMED, NOT_WAITING);
		const postback = { title: 'M', payload: encodeReference(offered()) };
		const messaging = [{ sender: { id: PERSON }, postback }];
		const body = JSON.stringify({ object: 'instagram', entry: [{ messaging }] });
		const after = async (seconds: number, delivered = seconds) => {
			const at = (since: number) => from + since * 1000;
			jest.spyOn(Date, 'now').mockReturnValue(at(seconds));
			const timestamp = new Date(at(delivered)).toISOString();
			const headers = { 'x-webhook-signature': sign(body), 'x-timestamp': timestamp };
			const answer = await deliver(body, n8nWaiting.handler, {}, { headers });
			jest.restoreAllMocks();
			return answer.body;
		};
		const duplicate = { status: 'ignored', reason: 'duplicate' };
		expect(await after(0)).toEqual({ status: 'resumed' });
		expect(await after(20)).toEqual(duplicate);
		expect(await after(60, 0)).toEqual(duplicate);
		expect(await after(60)).toEqual({ status: 'accepted', items: 1 });
	});

	it('is another one in each round of a loop, though it has no ID and says the same', async () => {
		const n8nWaiting = waiting(RESUMED);
		const { executionId } = offered();
		for (const proof of ['one', 'two']) {
			const body = pressOf(offered({ executionId, proof }));
			const answer = await deliver(body, n8nWaiting.handler);
			expect(answer.body).toEqual({ status: 'resumed' });
		}
	});

	it('leaves the rest of a delivery to start the workflow, which answers as it does', async () => {
		const n8nWaiting = waiting(RESUMED);
		const tap = tapOf(offered());
		const body = JSON.stringify({
			object: 'instagram',
			entry: [tap, commentBody()].flatMap((each) => {
				return z.object({ entry: z.array(z.unknown()) }).parse(JSON.parse(each)).entry;
			}),
		});
		const answer = await deliver(body, n8nWaiting.handler);
		expect(answer.body).toEqual({ status: 'accepted', items: 1 });
		expect(answer.workflowData?.[0]).toMatchObject([{ json: { event: 'comment' } }]);
	});
});

describe('a tap that nothing waits for', () => {
	it.each([
		['by the node', NOT_WAITING],
		['by n8n, which has ended it', { body: '<html>No action required</html>' }],
		['by n8n, which finds it forged', { status: 401, body: '<html></html>' }],
		['by n8n, which has deleted it', { status: 404, body: { message: 'not there' } }],
		['by n8n, which had another tap', { status: 500, body: { message: 'already resuming' } }],
		['by n8n, where it failed', { status: 409, body: { message: 'has finished with error' } }],
	])('is an event like any other, with the plain value: told %s', async (_, answer) => {
		const n8nWaiting = waiting(answer);
		const parameters = { options: { includePayload: true } };
		const delivered = await deliver(tapOf(offered()), n8nWaiting.handler, parameters);
		expect(delivered.body).toEqual({ status: 'accepted', items: 1 });
		expect(delivered.workflowData?.[0]).toMatchObject([
			{ json: { kind: 'quick_reply', quickReplyPayload: 'M' } },
		]);
		expect(JSON.stringify(delivered.workflowData)).not.toContain('5ig');
		expect(n8nWaiting.calls).toHaveLength(1);
	});

	it('has the plain value in the raw payload as well, that of a button too', async () => {
		const n8nWaiting = waiting(NOT_WAITING);
		const body = pressOf(offered());
		const raw = await deliver(body, n8nWaiting.handler, { simplify: false });
		expect(raw.body).toEqual({ status: 'accepted', items: 1 });
		expect(raw.workflowData?.[0]).toMatchObject([
			{ json: { entry: [{ messaging: [{ postback: { payload: 'M' } }] }] } },
		]);
		const { workflowData } = await deliver(body, n8nWaiting.handler);
		expect(workflowData?.[0]).toMatchObject([{ json: { event: 'postback', payload: 'M' } }]);
	});

	it('goes by events and filters', async () => {
		const n8nWaiting = waiting(NOT_WAITING);
		const parameters = { events: ['comment'] };
		const { body } = await deliver(tapOf(offered()), n8nWaiting.handler, parameters);
		expect(body).toEqual({ status: 'ignored', reason: 'event' });
	});
});

describe('where n8n cannot be reached at its own socket', () => {
	const n8nUrl = 'https://n8n.example.com/n8n';
	const fromOutside = () =>
		nock('https://n8n.example.com')
			.post(/^\/n8n\/webhook-waiting\/\d+\/a%20node\?signature=5ig$/)
			.reply(200, { status: 'resumed' });
	const ownSocket = () =>
		nock(/127\.0\.0\.1/, { allowUnmocked: true }).post(/^\/webhook-waiting\//);
	const { handler: proxy } = waiting({ status: 503, body: 'cannot connect' });
	const breaking: RequestHandler = (req) => {
		req.socket.destroy();
	};
	const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

	it.each([
		['a proxy answers', proxy, () => undefined],
		['the connection breaks', breaking, () => undefined],
		['the connection is refused', breaking, () => ownSocket().replyWithError(refused)],
	])('it is reached from outside: %s', async (_, handler, prepare) => {
		prepare();
		const outside = fromOutside();
		const { body } = await deliver(tapOf(offered()), handler, {}, { n8nUrl });
		expect(body).toEqual({ status: 'resumed' });
		expect(outside.isDone()).toBe(true);
	});

	it('it is reached from outside once the sender has hung up, since the socket is gone', async () => {
		const getCredentials = jest.spyOn(Context.prototype, 'getCredentials');
		getCredentials.mockImplementation(async function (this: Context) {
			await once(this.getRequestObject().socket, 'close');
			return credential;
		});
		const ofAnotherServer = nock('http://127.0.0.1').post(/./).reply(301);
		const outside = fromOutside();
		const handled = new Promise((resolve) => outside.once('replied', resolve));
		const trigger = await n8n.serveTrigger({ credential, n8nUrl });
		const { port } = new URL(trigger.url);
		const body = tapOf(offered());
		connect({ port: Number(port), host: '127.0.0.1' }).end(
			[
				'POST /webhook HTTP/1.1',
				'Host: n8n',
				`X-Webhook-Signature: ${sign(body)}`,
				`Content-Length: ${body.length}`,
				'',
				body,
			].join('\r\n'),
		);
		await Promise.race([handled, once(ofAnotherServer, 'replied')]);
		getCredentials.mockRestore();
		await trigger.close();
		expect([ofAnotherServer.isDone(), outside.isDone()]).toEqual([false, true]);
	});

	it('but not when the answer takes too long: the tap has arrived, and waits for its turn', async () => {
		const timeout = Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
		const own = ownSocket().replyWithError(timeout);
		const outside = fromOutside();
		const { body } = await deliver(tapOf(offered()), breaking, {}, { n8nUrl });
		expect(body).toEqual({ status: 'resumed' });
		expect([own.isDone(), outside.isDone()]).toEqual([true, false]);
	});

	it('a tap is an event like any other when that fails as well', async () => {
		const n8nWaiting = waiting({ status: 503, body: 'cannot connect' });
		nock('https://n8n.example.com').post(/./).replyWithError('refused');
		const n8nUrl = 'https://n8n.example.com';
		const { body } = await deliver(tapOf(offered()), n8nWaiting.handler, {}, { n8nUrl });
		expect(body).toEqual({ status: 'accepted', items: 1 });
	});
});

describe('a forged reference', () => {
	it.each([
		'n8n-instantdm:..:n:s:p:v',
		'n8n-instantdm:1:..:s:p:v',
		'n8n-instantdm:1:%2e%2e:s:p:v',
		'n8n-instantdm:1:n:s&x=1:p:v',
		'n8n-instantdm:https://example.com/:n:s:p:v',
		'n8n-instantdm:',
	])('calls nothing and fails nothing: %s', async (payload) => {
		const n8nWaiting = waiting(RESUMED);
		const mid = `mid.${payload}`;
		const body = messageBody({ message: { mid, text: 'x', quick_reply: { payload } } });
		const delivered = await deliver(body, n8nWaiting.handler);
		expect(delivered.body).toEqual({ status: 'accepted', items: 1 });
		expect(delivered.workflowData?.[0]).toMatchObject([{ json: { quickReplyPayload: payload } }]);
		expect(n8nWaiting.calls).toHaveLength(0);
	});

	it('calls the waiting webhook and nothing else, even with the whole of a URL in its parts', async () => {
		const n8nWaiting = waiting(NOT_WAITING);
		const nodeId = 'http://example.com/@\\..//?x=#';
		await deliver(tapOf(offered({ nodeId })), n8nWaiting.handler);
		expect(n8nWaiting.calls.map(({ path }) => decodeURIComponent(path))).toEqual([
			expect.stringContaining(`/${nodeId}`),
		]);
	});
});

describe('a message of the account itself with things to tap', () => {
	const quick_replies = [{ title: 'M', payload: encodeReference(offered({ value: 'size-m' })) }];
	const message = { mid: 'mid.echo', text: 'Which size?', is_echo: true, quick_replies };
	const echo = messageBody({ message }, ACCOUNT, PERSON);

	it('is no tap', async () => {
		const n8nWaiting = waiting(RESUMED);
		const { body } = await deliver(echo, n8nWaiting.handler);
		expect(body).toEqual({ status: 'ignored', reason: 'own_activity' });
		expect(n8nWaiting.calls).toHaveLength(0);
	});

	it('shows the plain values', async () => {
		const options = { ignoreOwnActivity: false, includePayload: true };
		const { workflowData } = await deliver(echo, waiting(RESUMED).handler, { options });
		expect(JSON.stringify(workflowData)).toContain('"payload":"size-m"');
		expect(JSON.stringify(workflowData)).not.toContain('n8n-instantdm');
	});
});
