import type { INodeParameters } from 'n8n-workflow';
import nock from 'nock';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { readOnce } from '../../../../nodes/InstantDm/fields/readItem';
import { InstantDm } from '../../../../nodes/InstantDm/InstantDm.node';
import { messageFormats } from '../../../../nodes/InstantDm/messageFormats';
import { findOperation } from '../../../../nodes/InstantDm/resources/index';
import { createN8n } from '../../../support/n8nCore/index';
import { withoutNetwork } from '../../../support/noNetwork';

const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });

withoutNetwork();

const types = messageFormats().map(({ value }) => value);
const send = { resource: 'message', operation: 'send', recipientId: '2358708294634624' };
const text = { ...send, messageType: 'text', text: 'Hello!' };
const comment = { resource: 'comment', commentId: '17890012345' };
const reply = { ...comment, operation: 'reply', commentText: 'Thanks!' };
const image = { ...send, messageType: 'image' };
const template = { ...send, messageType: 'buttonTemplate', text: 'Pick one' };
const replies = { ...send, messageType: 'quickReplies', text: 'Pick one' };
const carousel = { ...send, messageType: 'carousel' };
const json = { ...send, messageType: 'json' };

const upsert = { resource: 'contact', operation: 'upsert', contactId: '2358708294634624' };
const post = { resource: 'post', operation: 'create', postType: 'image' };

const page = { type: 'web_url', title: 'Visit', url: 'https://example.com' };
const buttons = (...button: INodeParameters[]) => ({ ...template, buttons: { button } });
const quickReplies = (...quickReply: INodeParameters[]) => ({
	...replies,
	quickReplies: { quickReply },
});
const cards = (...card: INodeParameters[]) => ({ ...carousel, cards: { card } });
const choice = { contentType: 'text', title: 'Yes', payload: 'YES' };

/** n8n itself refuses to start with an empty required field, but not with such an expression. */
const EMPTY = '={{ "" }}';

const whereIdComesFrom = 'use senderId from the InstantDM Trigger, not a username';
const whereCommentIdComesFrom = 'use commentId from the InstantDM Trigger';
const quoteIt = 'store it as text, in quotes, such as "2358708294634624"';
const https = 'use a public https:// link directly to the file';
const example = 'such as {"text": "Hello!"}';

const noFile = (): never => {
	throw new Error('There is no file');
};

/** What a person may do wrong, and the sentence they read. */
const lines: [string, INodeParameters, string][] = [
	['no recipient', { ...text, recipientId: EMPTY }, `'Recipient ID' is empty: ${whereIdComesFrom}`],
	[
		'spaces for a recipient',
		{ ...text, recipientId: ' \n' },
		`'Recipient ID' is empty: ${whereIdComesFrom}`,
	],
	[
		'an expression without a value',
		{ ...text, recipientId: '={{ $json.nobody }}' },
		`'Recipient ID' is empty: ${whereIdComesFrom}`,
	],
	[
		'a username',
		{ ...text, recipientId: '@someone' },
		`'Recipient ID' must contain only digits: ${whereIdComesFrom}`,
	],
	[
		'an object for an ID',
		{ ...text, recipientId: '={{ ({ id: 1 }) }}' },
		`'Recipient ID' must contain only digits: ${whereIdComesFrom}`,
	],
	[
		'a negative number',
		{ ...text, recipientId: -5 },
		`'Recipient ID' must contain only digits: ${whereIdComesFrom}`,
	],
	[
		'an ID that came as a number',
		{ ...text, recipientId: '={{ 17841432111391196 }}' },
		`'Recipient ID' was read as a number and lost digits: ${quoteIt}`,
	],
	[
		'an ID written as 1.78e+16',
		{ ...text, recipientId: '1.7841432111391196e+16' },
		`'Recipient ID' was read as a number and lost digits: ${quoteIt}`,
	],
	[
		'no comment',
		{ ...reply, commentId: EMPTY },
		`'Comment ID' is empty: ${whereCommentIdComesFrom}`,
	],
	[
		'a comment ID that is a link',
		{ ...reply, commentId: 'https://instagram.com/p/x' },
		`'Comment ID' is a link, not an ID: ${whereCommentIdComesFrom}`,
	],
	[
		'no comment text',
		{ ...reply, commentText: '  ' },
		"'Public Reply' is empty: enter the text of the public reply",
	],
	['no text', { ...text, text: EMPTY }, "'Text' is empty: enter the message"],
	['only spaces', { ...text, text: ' \n\t ' }, "'Text' is empty: enter the message"],
	[
		'an object as text',
		{ ...text, text: '={{ ({ a: 1 }) }}' },
		"'Text' must be text: enter the message",
	],
	[
		'a text over 1000 characters',
		{ ...text, text: 'x'.repeat(1001) },
		"'Text' has 1001 characters; Instagram allows 1000: shorten it, or turn on 'Split Long Text' (direct messages only)",
	],
	[
		'1001 emoji',
		{ ...text, text: '👍'.repeat(1001) },
		"'Text' has 1001 characters; Instagram allows 1000: shorten it, or turn on 'Split Long Text' (direct messages only)",
	],
	[
		'nothing to split',
		{ ...text, text: EMPTY, options: { splitLongText: true } },
		"'Text' is empty: enter the message",
	],
	[
		'a text that would take more than 10 messages',
		{ ...text, text: 'word '.repeat(2600), options: { splitLongText: true } },
		"'Text' would take more than 10 messages: shorten it, or send the rest later",
	],
	[
		'a tag that is an object',
		{ ...upsert, tags: '={{ ["vip", ({ a: 1 })] }}' },
		"'Tags' must be text: enter tags separated by commas, or a list of texts",
	],
	[
		'details of a contact that are a list',
		{ ...upsert, specifyContactInfo: 'json', contactInfoJson: '[1]' },
		`'Contact Info (JSON)' must be an object, not a list: enter an object such as {"email": "ana@example.com"}`,
	],
	[
		'an entry of media as JSON without a link',
		{ ...post, specifyMedia: 'json', mediaJson: '[{"url": "a.jpg"}]' },
		"Entry 1 of 'Media (JSON)': 'url' must be an https:// URL: use a public https:// link directly to a JPEG image or an MP4 or MOV video",
	],
	[
		'two images where one is allowed',
		{
			...post,
			specifyMedia: 'json',
			mediaJson: '[{"url": "https://example.com/a.jpg"}, {"url": "https://example.com/b.jpg"}]',
		},
		"'Media (JSON)' must be a single image or video: set 'Post Type' to 'Carousel' or remove the others",
	],
	...[
		{ ...post, media: { item: [{ url: 'https://example.com/a.jpg' }] } },
		{ resource: 'post', operation: 'publish', containerId: '17889615691921648' },
	].map((publishing): [string, INodeParameters, string] => [
		`a wait that is neither on nor off (${publishing.operation})`,
		{ ...publishing, options: { waitUntilPublished: '={{ null }}' } },
		"'Wait Until Published' must be true or false: turn it on or off",
	]),
	[
		'a message type from an expression, which n8n does not evaluate there',
		{ ...send, messageType: '={{ "sticker" }}' },
		`'Message Type' isn't valid: use ${types.slice(0, -1).join(', ')} or ${types.at(-1)}`,
	],
	[
		'no private message beside a public reply',
		{ ...text, ...reply, operation: 'replyAndPrivateReply', text: EMPTY },
		"'Private Message' is empty: enter the message",
	],
	['no media', { ...image, mediaUrl: EMPTY }, `'Media URL' is empty: ${https}`],
	...[
		'http://example.com/a.jpg',
		'data:image/png;base64,AAAA',
		'ftp://example.com/a.jpg',
		'a.jpg',
		'https://',
	].map((mediaUrl): [string, INodeParameters, string] => [
		`media at ${mediaUrl}`,
		{ ...image, mediaUrl },
		`'Media URL' must be an https:// URL: ${https}`,
	]),
	[
		'a button without a title',
		buttons(page, { ...page, title: EMPTY }),
		"Button 2: 'Title' is empty: enter the button text",
	],
	[
		'a button without a URL',
		buttons({ ...page, url: EMPTY }),
		"Button 1: 'URL' is empty: enter the full URL, starting with https://",
	],
	[
		'a button with half a URL',
		buttons({ ...page, url: 'example.com' }),
		"Button 1: 'URL' must be an https:// URL: enter the full URL, starting with https://",
	],
	[
		'a postback without a payload',
		buttons({ type: 'postback', title: 'Go', payload: ' ' }),
		"Button 1: 'Payload' is empty: enter the value the InstantDM Trigger should receive",
	],
	[
		'a type of button that Instagram lacks',
		buttons({ ...page, type: 'phone_number' }),
		"Button 1: 'Type' isn't valid: use web_url or postback",
	],
	[
		'a template text over 640',
		{ ...buttons(page), text: 'x'.repeat(641) },
		"'Text' has 641 characters; Instagram allows 640: shorten it, or send the rest in a separate text message first",
	],
	[
		'a template without text',
		{ ...buttons(page), text: EMPTY },
		"'Text' is empty: enter the text above the buttons",
	],
	[
		'a quick reply without a title',
		quickReplies(choice, { ...choice, title: EMPTY }),
		"Quick Reply 2: 'Title' is empty: enter the reply text",
	],
	[
		'a type of quick reply that Instagram lacks',
		quickReplies({ contentType: 'location' }),
		"Quick Reply 1: 'Type' isn't valid: use user_email, user_phone_number or text",
	],
	[
		'quick replies without text',
		{ ...quickReplies(choice), text: EMPTY },
		"'Text' is empty: enter the text above the quick replies",
	],
	[
		'a card without a title',
		cards({ title: EMPTY, subtitle: 'B' }),
		"Card 1: 'Title' is empty: enter the card title",
	],
	[
		'a card title over 80',
		cards({ title: 'x'.repeat(81), subtitle: 'B' }),
		"Card 1: 'Title' has 81 characters; Instagram allows 80: shorten it",
	],
	[
		'a card subtitle over 80',
		cards({ title: 'A', subtitle: 'x'.repeat(81) }),
		"Card 1: 'Subtitle' has 81 characters; Instagram allows 80: shorten it",
	],
	[
		'a card with nothing but a title',
		cards({ title: 'A', subtitle: 'B' }, { title: 'A' }),
		'Card 2 needs more than a title: add a subtitle, an image, a link or a button',
	],
	[
		'a card image that is not https',
		cards({ title: 'A', imageUrl: 'http://example.com/a.png' }),
		"Card 1: 'Image URL' must be an https:// URL: use a public https:// link",
	],
	[
		'4 buttons on a card',
		cards({ title: 'A', buttons: { button: [page, page, page, page] } }),
		"Card 1: 'Buttons' has 4 entries: Instagram allows up to 3",
	],
	[
		'a faulty button on a card',
		cards({ title: 'A', buttons: { button: [page, { ...page, url: EMPTY }] } }),
		"Card 1, Button 2: 'URL' is empty: enter the full URL, starting with https://",
	],
	[
		'no JSON',
		{ ...json, messageJson: EMPTY },
		`'Message (JSON)' is empty: enter a message ${example}`,
	],
	[
		'a JSON list',
		{ ...json, messageJson: '[{"text": "Hi"}]' },
		`'Message (JSON)' must be an object, not a list: enter a message ${example}`,
	],
	[
		'a JSON string',
		{ ...json, messageJson: '"Hi"' },
		`'Message (JSON)' must be an object, not a string: enter a message ${example}`,
	],
	[
		'a JSON number',
		{ ...json, messageJson: '42' },
		`'Message (JSON)' must be an object, not a number: enter a message ${example}`,
	],
	[
		'JSON null',
		{ ...json, messageJson: 'null' },
		`'Message (JSON)' must be an object, not null: enter a message ${example}`,
	],
	[
		'an empty JSON object',
		{ ...json, messageJson: '{}' },
		`'Message (JSON)' has no content: enter a message ${example}`,
	],
	[
		'broken JSON',
		{ ...json, messageJson: '{\n\t"text": "Hi",\n}' },
		"'Message (JSON)' isn't valid JSON at line 3, column 1: check there for a missing quote, comma or bracket, or build it with {{ JSON.stringify(…) }}",
	],
	[
		'a bare ID in JSON',
		{ ...json, messageJson: '{"attachment": {"payload": {"id": 17841432111391196}}}' },
		"'Message (JSON)' has a number at attachment.payload.id that is too long: put it in quotes",
	],
];

it.each(lines)('refuses %s before anything is sent', async (_, parameters, message) => {
	const { error } = await n8n.runNode({ parameters, credential: { apiKey: 'sk-abc123' } });
	// The title says what is wrong, the description begins a sentence of its own and ends it.
	const said = [error?.message, error?.description?.replace(/\.$/, '')].join(': ');
	expect(said.toLowerCase()).toBe(message.toLowerCase());
	expect(error?.description).toMatch(/^[A-Z]/);
	expect(error?.name).toBe('NodeOperationError');
});

it.each([
	['message', 'send', { ...template, buttons: { button: 'Visit' } }, 'Buttons'],
	['message', 'send', { ...carousel, cards: { card: { title: 'A' } } }, 'Cards'],
	['post', 'create', { postType: 'image', media: { item: 5 } }, 'Media'],
	['contact', 'upsert', { contactId: '1', contactInfo: { field: 'email' } }, 'Contact Info'],
])('%s, %s: a list that is none is named', (resource, name, parameters, label) => {
	const read = readOnce(
		(field) => new Map(Object.entries(parameters)).get(field),
		noFile,
		() => 0,
	);
	expect(() => findOperation(resource, name)?.plan(read)).toThrow(
		`'${label}' isn't a list: remove it and add it again`,
	);
});

const fullCard = { title: 'A', subtitle: 'B' };

/** What n8n's form refuses as well, but not for the tool of an AI agent. */
it.each<[string, INodeParameters, string]>([
	['no button', buttons(), "'Buttons' is empty: add 1 to 3"],
	[
		'4 buttons',
		buttons(page, page, page, page),
		"'Buttons' has 4 entries: Instagram allows 1 to 3",
	],
	['no quick reply', quickReplies(), "'Quick Replies' is empty: add 1 to 13"],
	[
		'14 quick replies',
		quickReplies(...Array.from({ length: 14 }, () => choice)),
		"'Quick Replies' has 14 entries: Instagram allows 1 to 13",
	],
	['no card', cards(), "'Cards' is empty: add 1 to 10"],
	[
		'11 cards',
		cards(...Array.from({ length: 11 }, () => fullCard)),
		"'Cards' has 11 entries: Instagram allows 1 to 10",
	],
])('refuses %s, and so does the form', async (_, parameters, message) => {
	const read = readOnce(
		(name) => parameters[name],
		noFile,
		() => 0,
	);
	expect(() => findOperation('message', 'send')?.plan(read)).toThrow(message);
	const run = async () => await n8n.runNode({ parameters, credential: { apiKey: 'sk-abc123' } });
	await expect(run()).rejects.toThrow(/At (least|most) \d+ fields? (is|are) (required|allowed)/);
});

it.each([
	['text', text, 'text'],
	['a media URL', { ...image, mediaUrl: 'https://example.com/photo.jpg' }, 'mediaUrl'],
])('n8n refuses to start without %s', async (_, parameters, field) => {
	const run = async () =>
		await n8n.runNode({
			parameters: { ...parameters, [field]: '' },
			credential: { apiKey: 'sk-abc123' },
		});
	await expect(run()).rejects.toThrow(/is required/);
});

it('names the item and keeps its neighbours when the node is set to continue', async () => {
	nock('https://api.instantdm.com').persist().post('/api-webhook').reply(200, { message: 'ok' });
	const { items } = await n8n.runNode({
		parameters: { ...text, recipientId: '={{ $json.id }}' },
		settings: { onError: 'continueRegularOutput' },
		credential: { apiKey: 'sk-abc123' },
		items: [{ id: '1' }, { id: '@someone' }, { id: '3' }],
	});
	expect(items).toMatchObject([
		{ message: 'ok' },
		{ httpCode: null, retryable: false, delivery: 'notSent', instagram: null },
		{ message: 'ok' },
	]);
	expect(items[1]?.error).toContain("'Recipient ID' must contain only digits");
});
