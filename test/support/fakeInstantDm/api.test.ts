import { startFakeInstantDm, type FakeInstantDm } from '.';
import { documentedErrors } from './documentedErrors';
import { strangerOf } from './instagram/instagram';
import documented from './requests.json';
import { authorized, callApi } from './testCalls';

const { requests, messages } = documented;

let fakeInstantDm: FakeInstantDm;
beforeAll(async () => {
	fakeInstantDm = await startFakeInstantDm();
});
afterAll(() => fakeInstantDm.close());
beforeEach(() => {
	fakeInstantDm.reset();
});

const call = (body?: unknown, headers?: Record<string, string>) =>
	callApi(fakeInstantDm.url, body, headers);

describe('documented requests', () => {
	it('answers a comment reply as documented', async () => {
		const { status, body } = await call(requests.post_comment);
		expect(status).toBe(200);
		const { id } = fakeInstantDm.ledger.entries[0] ?? {};
		expect(id).toMatch(/^\d+$/);
		expect(body).toEqual({ message: 'Comment reply posted', comment_id: id });
	});

	it.each([
		['dm', requests.dm, requests.dm.recipient_id],
		['comment_reply', requests.comment_reply, strangerOf(requests.comment_reply.comment_id)],
	])('answers %s with what Instagram answers', async (_type, request, recipient) => {
		const { status, body } = await call(request);
		expect(status).toBe(200);
		const { id } = fakeInstantDm.ledger.entries[0] ?? {};
		expect(body).toEqual({ recipient_id: recipient, message_id: id });
	});

	it('takes a message without type for a direct message', async () => {
		const { recipient_id, message, action } = requests.dm;
		expect((await call({ action, recipient_id, message })).body).toMatchObject({ recipient_id });
	});

	it.each(Object.entries(messages))('accepts the example of %s', async (_name, message) => {
		expect((await call({ ...requests.dm, message })).status).toBe(200);
	});

	it.each([
		['authorization', authorized],
		['xApiKey', { 'x-api-key': 'test-key' }],
	])('knows the key in the %s header, and keeps it out of the ledger', async (auth, headers) => {
		expect((await call(requests.dm, headers)).status).toBe(200);
		expect(fakeInstantDm.ledger.entries).toMatchObject([{ auth, delivered: true, status: 200 }]);
		expect(JSON.stringify(fakeInstantDm.ledger.entries)).not.toContain('test-key');
	});
});

describe('documented errors', () => {
	const without = (field: string) => {
		const fields = Object.entries({ ...requests.dm }).filter(([name]) => name !== field);
		return Object.fromEntries(fields);
	};

	it.each([
		['missingKey', requests.dm, {}],
		['missingKey', requests.dm, { authorization: 'test-key' }],
		['invalidKey', requests.dm, { 'x-api-key': 'revoked' }],
		['unknownAction', { action: 'like' }, authorized],
		['unknownAction', {}, authorized],
		['missingCommentFields', { action: 'post_comment', comment_id: '1' }, authorized],
		['missingCommentFields', { ...requests.post_comment, comment_text: '' }, authorized],
		['missingRecipient', without('recipient_id'), authorized],
		['missingComment', { ...without('recipient_id'), type: 'comment_reply' }, authorized],
		['missingMessage', without('message'), authorized],
	] as const)('%s', async (name, body, headers) => {
		const { status, message } = documentedErrors[name];
		expect(await call(body, headers)).toMatchObject({ status, body: { error: message } });
		expect(fakeInstantDm.ledger.delivered()).toEqual([]);
	});

	it.each([
		['noApiPlan', { apiInPlan: false }],
		['noInstagram', { connections: [] }],
		['noCredits', { credits: 0 }],
		['hourlyLimit', { hourlyLimit: 0 }],
	] as const)('%s by the account', async (name, settings) => {
		fakeInstantDm.configure(settings);
		const { status, message } = documentedErrors[name];
		expect(await call()).toMatchObject({ status, body: { error: message } });
	});

	it.each([
		['error', { error: 'Unknown action' }],
		['errorObject', { error: { message: 'Unknown action' } }],
		['message', { message: 'Unknown action' }],
		['text', 'Unknown action'],
	] as const)('wrapped as %s', async (errorShape, body) => {
		fakeInstantDm.configure({ errorShape });
		expect((await call({})).body).toEqual(body);
	});
});

describe('stricter than documented', () => {
	it.each([
		['Unknown field: tag', { ...requests.dm, tag: 'HUMAN_AGENT' }],
		['Unknown field: comment_id', { ...requests.dm, comment_id: '1' }],
		['Unknown field: message', { ...requests.post_comment, message: {} }],
		['Unknown type', { ...requests.dm, type: 'story' }],
		['recipient_id Expected string, received number', { ...requests.dm, recipient_id: 12 }],
		['recipient_id must be a string of digits', { ...requests.dm, recipient_id: '@me' }],
		['The body is not a JSON object', [requests.dm]],
		['The body is not a JSON object', '{'],
	])('%s', async (error, body) => {
		expect(await call(body)).toMatchObject({ status: 400, body: { error } });
	});

	it('wants application/json', async () => {
		const answer = await call(requests.dm, { ...authorized, 'content-type': 'text/plain' });
		expect(answer.status).toBe(400);
	});

	it('has one endpoint, for POST', async () => {
		expect((await fetch(`${fakeInstantDm.url}/api-webhook`)).status).toBe(404);
		expect((await fetch(`${fakeInstantDm.url}/`, { method: 'POST' })).status).toBe(404);
	});
});

describe('what Instagram refuses', () => {
	const template = (payload: object) => ({ attachment: { type: 'template', payload } });
	const button = { type: 'web_url', title: 'Go', url: 'https://example.com/' };
	const reply = { content_type: 'text', title: 'A', payload: 'A' };
	const buttons = (text: string, count: number) =>
		template({ template_type: 'button', text, buttons: Array(count).fill(button) });
	const cards = (...elements: object[]) => template({ template_type: 'generic', elements });
	const card = { title: 'Card', subtitle: 'Sub', buttons: [button] };

	it.each([
		['a text of 1000 characters', { text: 'é'.repeat(1000) }],
		['13 quick replies', { text: 'Pick', quick_replies: Array(13).fill(reply) }],
		[
			'a quick reply title it truncates',
			{ text: 'Pick', quick_replies: [{ ...reply, title: 'A'.repeat(21) }] },
		],
		[
			'phone and email quick replies',
			{
				text: 'Pick',
				quick_replies: [{ content_type: 'user_phone_number' }, { content_type: 'user_email' }],
			},
		],
		['3 buttons under 640 characters', buttons('x'.repeat(640), 3)],
		['10 cards', cards(...Array<object>(10).fill(card))],
		['a heart', { attachment: { type: 'like_heart' } }],
		['a post', { attachment: { type: 'MEDIA_SHARE', payload: { id: '1' } } }],
		['a file', { attachment: { type: 'file', payload: { url: 'https://example.com/a.pdf' } } }],
	])('not %s', async (_name, message) => {
		expect((await call({ ...requests.dm, message })).status).toBe(200);
	});

	it.each([
		['1001 characters', { text: 'x'.repeat(1001) }, 'longer than 1000'],
		['14 quick replies', { text: 'Pick', quick_replies: Array(14).fill(reply) }, 'at most 13'],
		['quick replies without text', { quick_replies: [reply] }, 'text Required'],
		['no button', buttons('Choose', 0), 'at least 1'],
		['4 buttons', buttons('Choose', 4), 'at most 3'],
		['641 characters over buttons', buttons('x'.repeat(641), 1), 'at most 640'],
		['11 cards', cards(...Array<object>(11).fill(card)), 'at most 10'],
		['a card title of 81', cards({ ...card, title: 'x'.repeat(81) }), 'at most 80'],
		['a card of a title alone', cards({ title: 'Card' }), 'besides title'],
		[
			'http media',
			{ attachment: { type: 'image', payload: { url: 'http://a.example/b' } } },
			'https://',
		],
		['text beside an attachment', { text: 'Hi', ...messages.image }, 'Unrecognized key'],
		['an unknown attachment', { attachment: { type: 'gif' } }, 'Invalid discriminator'],
		['an empty message', {}, 'text Required'],
	])('%s', async (_name, message, reason) => {
		const { status, body } = await call({ ...requests.dm, message });
		expect(status).toBe(400);
		expect(body).toMatchObject({
			error: {
				type: 'IGApiException',
				code: 100,
				error_subcode: 2534015,
				fbtrace_id: 'AFakeInstantDmTraceId0000000',
			},
		});
		expect(JSON.stringify(body)).toContain(reason);
		expect(fakeInstantDm.ledger.delivered()).toEqual([]);
	});

	it('1000 characters of more than 1000 bytes, if it counts bytes', async () => {
		fakeInstantDm.configure({ textLimit: 'bytes' });
		const message = { text: 'é'.repeat(501) };
		expect((await call({ ...requests.dm, message })).status).toBe(400);
	});

	it('a second private reply to a comment', async () => {
		expect((await call(requests.comment_reply)).status).toBe(200);
		expect((await call(requests.comment_reply)).body).toMatchObject({ error: { code: 10900 } });
		expect((await call({ ...requests.comment_reply, comment_id: '2' })).status).toBe(200);
		fakeInstantDm.configure({ secondPrivateReply: 'accept' });
		expect((await call(requests.comment_reply)).status).toBe(200);
		expect(fakeInstantDm.ledger.reached()).toEqual(['17890012345', '2', '17890012345']);
	});
});
