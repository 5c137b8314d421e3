import { elementsOf } from '../../../../../nodes/shared/events/elements';
import { commentElements, messageElement } from '../../../../../nodes/shared/events/fromApi';
import { simplify } from '../../../../../nodes/shared/events/simplify';
import { parseJson, type JsonObject } from '../../../../../nodes/shared/json/exactJson';
import { encodeReference } from '../../../../../nodes/shared/tap/reference';
import comments from '../../../../fixtures/openApi/comments.json';
import messages from '../../../../fixtures/openApi/messages.json';

interface MessagePair {
	title: string;
	message: JsonObject;
	webhook: object;
}

const ACCOUNT = { id: '17841432111391196', username: 'our_shop' };
const TIME = Date.UTC(2026, 8, 21, 14, 13, 20);

/** The items of a delivery with this in its entry. */
function fromWebhook(content: object) {
	const entry = [{ id: ACCOUNT.id, time: TIME, ...content }];
	const payload = parseJson(JSON.stringify({ object: 'instagram', entry }));
	const elements = payload === undefined ? undefined : elementsOf(payload, undefined);
	return elements?.map((element) => simplify(element, null));
}

it.each<MessagePair>(messages.pairs)('$title is the item of its webhook', (pair) => {
	const item = simplify(messageElement(pair.message, ACCOUNT), null);
	expect([item]).toEqual(fromWebhook({ messaging: [pair.webhook] }));
});

it.each(comments.pairs)('$title: the items of the webhooks', ({ comment, webhook }) => {
	const changes = webhook.map((value) => ({ field: 'comments', value }));
	const elements = commentElements(comment, ACCOUNT, comments.medium);
	const items = elements.map((element) => simplify(element, null));
	expect(items).toEqual(fromWebhook({ changes }));
});

it('tells the name of a file, and the plain value of an answer that a question offers', () => {
	const reference = {
		executionId: '7',
		nodeId: 'a node',
		signature: '5ig',
		proof: 'p',
		value: 'M',
	};
	const cta = { data: [{ title: 'M', type: 'postback', payload: encodeReference(reference) }] };
	const attachments = {
		data: [
			{ id: '1', name: 'price-list.pdf', file_url: 'https://cdn.example/f' },
			{ generic_template: { title: 'Which size?', cta } },
		],
	};
	const message = { id: 'mid.1', from: { id: '2358708294634624' }, attachments };
	expect(simplify(messageElement(message, ACCOUNT), null)).toMatchObject({
		attachments: [
			{ type: 'file', title: 'price-list.pdf', url: 'https://cdn.example/f' },
			{ type: 'template', title: 'Which size?', details: { cta: { data: [{ payload: 'M' }] } } },
		],
	});
});

it('keeps each comment as the API gave it', () => {
	const reply = { id: '17890012345678902', text: 'Me too', username: 'user124' };
	const comment = { id: '17890012345678901', text: 'Price?', replies: { data: [reply] } };
	const elements = commentElements(comment, ACCOUNT, comments.medium);
	expect(elements.map(({ raw }) => raw)).toEqual([comment, reply]);
});

it('says under which ad a comment is', () => {
	const [element] = commentElements({ id: '1' }, ACCOUNT, { id: '2', adId: '3' });
	expect(element && simplify(element, null)).toMatchObject({ mediaId: '2', adId: '3' });
});

it.each([
	['an empty text', { message: '' }],
	['null for its text', { message: null }],
	['no text', {}],
])('calls a message unsupported that has a sender and %s', (_, text) => {
	const message = { id: 'mid.old', from: { id: '2358708294634624' }, ...text };
	expect(simplify(messageElement(message, ACCOUNT), null)).toMatchObject({
		eventId: 'dm_received:mid.old',
		kind: 'unsupported',
		senderId: '2358708294634624',
		text: null,
	});
});

it('knows nothing about a message of which only the id came', () => {
	expect(simplify(messageElement({ id: 'mid.id' }, ACCOUNT), null)).toMatchObject({
		eventId: 'dm_received:mid.id',
		kind: 'other',
		senderId: null,
		isOwn: false,
	});
});

it('mistakes no one for the account while it is not known', () => {
	const unknown = { id: null, username: null };
	expect(simplify(messageElement({ id: 'mid', message: 'Hi' }, unknown), null)).toMatchObject({
		isOwn: false,
		accountId: null,
		kind: 'text',
	});
});

it.each([
	['by id and name', ACCOUNT],
	['by name only', { id: null, username: 'OUR_SHOP' }],
	['not at all', { id: null, username: null }],
])('takes a nested reply that names nobody for the account’s own, known %s', (_, account) => {
	const replies = {
		data: [
			{ id: '2', text: 'Thanks' },
			{ id: '3', username: 'our_shop' },
		],
	};
	const comment = { id: '1', text: 'Price?', username: 'user123', replies };
	const elements = commentElements(comment, account, {});
	const isOwn = elements
		.map((element) => simplify(element, null))
		.map((item) => [item.eventId, 'isOwn' in item && item.isOwn]);
	expect(isOwn).toEqual([
		['comment:1', false],
		['comment:2', true],
		['comment:3', account.username !== null],
	]);
});

it('says of no comment without a name, listed by itself, that it is the account’s own', () => {
	const [element] = commentElements({ id: '1', text: 'Hi' }, ACCOUNT, {});
	expect(element && simplify(element, null)).toMatchObject({ isOwn: false, senderId: null });
});
