import nock from 'nock';

import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { hello as message } from '../../../../support/hello';
import { createN8n } from '../../../../support/n8nCore/index';
import { withoutNetwork } from '../../../../support/noNetwork';

const KEY = 'sk-abc123';
const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });

const hello = {
	parameters: { ...message, options: { timeout: 1 } },
	settings: { onError: 'continueRegularOutput' },
	credential: { apiKey: KEY },
} as const;

const edge = () => nock('https://api.instantdm.com').post('/api-webhook');

withoutNetwork();

it('keeps every digit of ids that come as bare numbers', async () => {
	edge().reply(200, '{"message_id":17841432111391196123,"n":5}', {
		'content-type': 'application/json',
	});
	const { items } = await n8n.runNode(hello);
	expect(items).toEqual([{ message_id: '17841432111391196123', n: 5 }]);
});

it('calls once on 401, although n8n would try again by itself', async () => {
	let calls = 0;
	edge()
		.times(3)
		.reply(() => {
			calls += 1;
			return [401, { error: 'Invalid API key' }];
		});
	const { items } = await n8n.runNode(hello);
	expect(calls).toBe(1);
	expect(items).toMatchObject([{ httpCode: '401', delivery: 'notSent', retryable: false }]);
});

it('does not follow a redirect with the key', async () => {
	edge().reply(307, '', { location: 'https://elsewhere.example/api-webhook' });
	const elsewhere = nock('https://elsewhere.example').post('/api-webhook').reply(200, {});
	const { items } = await n8n.runNode(hello);
	expect(elsewhere.isDone()).toBe(false);
	expect(items).toMatchObject([{ httpCode: '307', delivery: 'notSent' }]);
});

it('shows neither key nor text when the server repeats them', async () => {
	edge().reply(400, { error: `Refused ${KEY}: Hello Maria!` });
	const { error, items } = await n8n.runNode({ ...hello, settings: {} });
	expect(error?.description).toContain('InstantDM says: “Refused [hidden]: [hidden]”');
	expect(JSON.stringify([error?.message, error?.description, items])).not.toMatch(/abc123|Maria/);
});

it('shows no text of a card, its buttons or its pictures either', async () => {
	const button = { type: 'postback', title: 'Secret prices', payload: 'VIP-4711' };
	const card = {
		title: 'Maria’s birthday',
		subtitle: 'Only for you',
		imageUrl: 'https://example.com/maria.jpg?signature=abc',
		buttons: { button: [button] },
	};
	const texts = [card.title, card.subtitle, card.imageUrl, button.title, button.payload];
	edge().reply(400, { error: `Invalid template: ${texts.join(' | ')}` });
	const { error } = await n8n.runNode({
		...hello,
		parameters: { ...hello.parameters, messageType: 'carousel', cards: { card: [card] } },
		settings: {},
	});
	const hidden = Array(5).fill('[hidden]').join(' | ');
	expect(error?.description).toContain(`InstantDM says: “Invalid template: ${hidden}”`);
});

describe('one person’s refusal and a limit, told in plain words only', () => {
	const twoPeople = { ...hello, items: [{}, {}] };

	it('goes on after a closed window', async () => {
		edge().reply(403, { error: '(#10) This message is sent outside of allowed window.' });
		edge().reply(200, { message_id: 'aWdfZ' });
		const parameters = { ...hello.parameters, options: { concurrency: 1 } };
		const { items } = await n8n.runNode({ ...twoPeople, parameters });
		expect(items).toMatchObject([
			{ delivery: 'notSent', retryable: false },
			{ message_id: 'aWdfZ' },
		]);
	});

	it('stops at Instagram’s throttle', async () => {
		let calls = 0;
		edge()
			.times(2)
			.reply(() => {
				calls += 1;
				return [403, { error: '(#613) Calls to this api have exceeded the rate limit.' }];
			});
		const parameters = { ...hello.parameters, options: { concurrency: 1 } };
		// The account is held for all that comes after.
		const credential = { apiKey: 'sk-throttled' };
		const { items } = await n8n.runNode({ ...twoPeople, parameters, credential });
		expect(calls).toBe(1);
		expect(items).toMatchObject([
			{ delivery: 'notSent', retryable: true },
			{ delivery: 'notSent', retryable: true },
		]);
	});
});

it('goes on after a 403 in words that nobody documented, and tells them', async () => {
	edge().reply(403, { error: 'Essa mensagem foi enviada fora do período permitido.' });
	edge().reply(200, { message_id: 'aWdfZ' });
	const parameters = { ...hello.parameters, options: { concurrency: 1 } };
	const { items } = await n8n.runNode({ ...hello, items: [{}, {}], parameters });
	expect(items).toMatchObject([
		{
			error: expect.stringContaining('Essa mensagem foi enviada fora do período') as unknown,
			delivery: 'notSent',
		},
		{ message_id: 'aWdfZ' },
	]);
});

it('never publishes again after a limit of Instagram’s, though it may wait for limits', async () => {
	let calls = 0;
	nock('https://openapi.instantdm.com')
		.post('/create_post')
		.times(3)
		.reply(() => {
			calls += 1;
			return [400, { error: { type: 'OAuthException', code: 4, error_subcode: 2207051 } }];
		});
	const { items } = await n8n.runNode({
		...hello,
		items: [{}, {}],
		parameters: {
			resource: 'post',
			operation: 'create',
			postType: 'image',
			media: { item: [{ url: 'https://example.com/mug.jpg', type: 'auto', altText: '' }] },
			caption: '',
			coverUrl: '',
			options: { onRateLimit: 'wait', maxWait: 3600 },
		},
	});
	expect(calls).toBe(1);
	expect(items).toMatchObject([
		{
			error: expect.stringContaining('look at the profile first') as unknown,
			delivery: 'unknown',
			retryable: false,
		},
		{ delivery: 'notSent' },
	]);
});

it('does not know whether a message arrived when the response does not come in time', async () => {
	edge().delay(1500).reply(200, { message: 'ok' });
	const { items } = await n8n.runNode(hello);
	expect(items).toMatchObject([{ httpCode: null, delivery: 'unknown', retryable: false }]);
});

it('does not know it after a reset either', async () => {
	edge().replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
	const { items } = await n8n.runNode(hello);
	expect(items).toMatchObject([{ httpCode: null, delivery: 'unknown', retryable: false }]);
});

it('lets a call that is out come to its end when the execution is cancelled', async () => {
	let answered = false;
	const stop: { button?: () => void } = {};
	edge().reply(async () => {
		stop.button?.();
		await new Promise((resolve) => setTimeout(resolve, 100));
		answered = true;
		return [200, { message: 'ok' }];
	});
	const { cancel, done } = n8n.startNode(hello);
	stop.button = cancel;
	const { items } = await done;
	expect(answered).toBe(true);
	expect(items).toEqual([{ message: 'ok' }]);
});
