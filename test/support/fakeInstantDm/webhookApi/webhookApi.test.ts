import { omit } from 'lodash';

import { useFakeInstantDm } from '../useFakeInstantDm';
import { documentedErrors } from '../documentedErrors';
import { authorized, callApi, commentReply, dm, privateReply } from '../testCalls';

const fakeInstantDm = useFakeInstantDm();

const call = (body?: unknown, headers?: Record<string, string>) =>
	callApi(fakeInstantDm().url, body, headers);
const saying = (message: object) => call({ ...dm, message });

it('keeps the key out of the ledger', async () => {
	await call(dm, { 'x-api-key': 'test-key' });
	expect(fakeInstantDm().ledger.entries).toMatchObject([{ auth: 'xApiKey', status: 200 }]);
	expect(JSON.stringify(fakeInstantDm().ledger.entries)).not.toContain('test-key');
});

it.each([
	['missingKey', dm, {}],
	['missingKey', dm, { authorization: 'test-key' }],
	['invalidKey', dm, { 'x-api-key': 'revoked' }],
	['unknownAction', {}, authorized],
	['missingCommentFields', { ...commentReply, comment_text: '' }, authorized],
	['missingRecipient', omit(dm, 'recipient_id'), authorized],
	['missingComment', omit(privateReply, 'comment_id'), authorized],
	['missingMessage', omit(dm, 'message'), authorized],
] as const)('answers with the documented %s', async (name, body, headers) => {
	const { status, message } = documentedErrors[name];
	expect(await call(body, headers)).toMatchObject({ status, body: { error: message } });
	expect(fakeInstantDm().ledger.delivered()).toEqual([]);
});

it.each([
	['noApiPlan', { apiInPlan: false }],
	['noInstagram', { connections: [] }],
	['noCredits', { credits: 0 }],
	['hourlyLimit', { hourlyLimit: 0 }],
] as const)('answers with %s by the account', async (name, settings) => {
	fakeInstantDm().configure(settings);
	const { status, message } = documentedErrors[name];
	expect(await call()).toMatchObject({ status, body: { error: message } });
});

it.each([
	['Unknown field: tag', { ...dm, tag: 'HUMAN_AGENT' }],
	['Unknown field: comment_id', { ...dm, comment_id: '1' }],
	['Unknown type', { ...dm, type: 'story' }],
	['recipient_id Expected string, received number', { ...dm, recipient_id: 12 }],
	['recipient_id must be a string of digits', { ...dm, recipient_id: '@me' }],
	['The body is not a JSON object', [dm]],
])('is stricter than documented: %s', async (error, body) => {
	expect(await call(body)).toMatchObject({ status: 400, body: { error } });
});

it('wants application/json', async () => {
	const headers = { ...authorized, 'content-type': 'text/plain' };
	expect(await call(dm, headers)).toMatchObject({ status: 400 });
});

const template = (payload: object) => ({ attachment: { type: 'template', payload } });
const button = { type: 'web_url', title: 'Go', url: 'https://example.com/' };
const reply = { content_type: 'text', title: 'A'.repeat(21), payload: 'A' };
const buttons = (length: number, count: number) =>
	template({
		template_type: 'button',
		text: 'x'.repeat(length),
		buttons: Array(count).fill(button),
	});
const card = { title: 'x'.repeat(80), subtitle: 'Sub', buttons: [button] };
const cards = (count: number, one: object = card) =>
	template({ template_type: 'generic', elements: Array(count).fill(one) });
const image = { attachment: { type: 'image', payload: { url: 'https://example.com/a.jpg' } } };

it.each([
	['a text of 1000 characters', { text: 'é'.repeat(1000) }],
	['13 quick replies', { text: 'Pick', quick_replies: Array(13).fill(reply) }],
	['3 buttons under 640 characters', buttons(640, 3)],
	['10 cards', cards(10)],
	['an image', image],
])('has nothing against %s', async (_name, message) => {
	expect(await saying(message)).toMatchObject({ status: 200 });
});

it.each([
	['1001 characters', { text: 'x'.repeat(1001) }, 'longer than 1000'],
	['14 quick replies', { text: 'Pick', quick_replies: Array(14).fill(reply) }, 'at most 13'],
	['quick replies without text', { quick_replies: [reply] }, 'text Required'],
	['4 buttons', buttons(10, 4), 'at most 3'],
	['641 characters over buttons', buttons(641, 1), 'at most 640'],
	['11 cards', cards(11), 'at most 10'],
	['a card title of 81', cards(1, { ...card, title: 'x'.repeat(81) }), 'at most 80'],
	['a card of a title alone', cards(1, { title: 'Card' }), 'besides title'],
	['text beside an attachment', { text: 'Hi', ...image }, 'Unrecognized key'],
])("refuses %s in Instagram's words", async (_name, message, reason) => {
	const { status, body } = await saying(message);
	expect(status).toBe(400);
	expect(body).toMatchObject({ error: { code: 100, error_subcode: 2534015 } });
	expect(JSON.stringify(body)).toContain(reason);
	expect(fakeInstantDm().ledger.delivered()).toEqual([]);
});

it('refuses a second private reply to a comment, also one sent at the same time', async () => {
	const answers = await Promise.all([call(privateReply), call(privateReply)]);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
	expect((await call(privateReply)).body).toMatchObject({ error: { code: 10900 } });
	expect((await call({ ...privateReply, comment_id: '2' })).status).toBe(200);
	expect(fakeInstantDm().ledger.reached()).toEqual(['17890012345', '2']);
});
