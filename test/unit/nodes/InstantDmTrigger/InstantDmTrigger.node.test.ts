import { request } from 'http';
import { setTimeout as wait } from 'timers/promises';

import { InstantDmTrigger } from '../../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import codex from '../../../../nodes/InstantDmTrigger/InstantDmTrigger.node.json';
import { EVENT_NAMES } from '../../../../nodes/shared/events/index';
import { poll } from '../../../support/host/poll';
import {
	ACCOUNT,
	commentBody,
	credential,
	messageBody,
	n8n,
	PERSON,
	SECRET,
	sign,
} from './trigger';

const COMMENT = commentBody();
const TEXT = { message: { mid: 'aWdfZAG1f', text: 'Hello' } };
const off = { deduplicate: false };

const call = (rawBody: string, parameters = {}, headers = {}) =>
	n8n.callWebhook({
		credential,
		rawBody,
		parameters: { options: off, ...parameters },
		headers: { 'x-webhook-signature': sign(rawBody), ...headers },
	});

const ignored = (reason: string) => ({ status: 200, body: { status: 'ignored', reason } });
const rejected = (status: number, reason: string) => ({
	status,
	body: { status: 'rejected', reason },
});

async function expectRefusal(answer: ReturnType<typeof call>, expected: object) {
	const { status, body, headers, workflowData, error } = await answer;
	expect({ status, body }).toEqual(expected);
	expect(headers['content-type']).toContain('application/json');
	expect({ workflowData, error }).toEqual({ workflowData: undefined, error: undefined });
}

it('is of version 2 everywhere, for which n8n evaluates nothing', () => {
	const { description } = new InstantDmTrigger();
	expect(description.version).toBe(2);
	expect(description).not.toHaveProperty('defaultVersion');
	expect(codex.nodeVersion).toBe('2.0');
});

describe('a signed delivery', () => {
	it('starts the workflow and says so', async () => {
		const { status, body, headers, workflowData } = await call(COMMENT);
		expect({ status, body }).toEqual({ status: 200, body: { status: 'accepted', items: 1 } });
		expect(headers['content-type']).toContain('application/json');
		expect(workflowData).toEqual([
			[{ json: expect.objectContaining({ commentId: '17890012345' }) as unknown }],
		]);
	});

	it.each([
		'text/plain',
		'application/json; charset=utf-8',
		'application/vnd.api+json',
		'application/octet-stream',
	])('is read from its bytes under Content-Type %s', async (type) => {
		const { body, workflowData } = await call(COMMENT, {}, { 'content-type': type });
		expect(body).toEqual({ status: 'accepted', items: 1 });
		expect(workflowData?.flat()).toHaveLength(1);
	});

	it('may carry a byte order mark', async () => {
		expect(await call(`\uFEFF${COMMENT}`)).toMatchObject({
			status: 200,
			body: { status: 'accepted' },
		});
	});

	it('may be signed with the previous secret during a rotation', async () => {
		const rotating = { ...credential, webhookSecret: 'new', previousWebhookSecret: SECRET };
		const headers = { 'x-webhook-signature': sign(COMMENT) };
		const parameters = { options: off };
		const answer = await n8n.callWebhook({
			credential: rotating,
			rawBody: COMMENT,
			headers,
			parameters,
		});
		expect(answer.status).toBe(200);
	});
});

describe('a delivery that is not to be believed', () => {
	it.each([
		['no signature', { 'x-webhook-signature': '' }, 'missing_signature'],
		['a wrong signature', { 'x-webhook-signature': sign(COMMENT, 'other') }, 'invalid_signature'],
		['a malformed signature', { 'x-webhook-signature': 'hello' }, 'invalid_signature'],
	])('with %s gets 401', async (_, headers, reason) => {
		await expectRefusal(call(COMMENT, {}, headers), rejected(401, reason));
	});

	it('gets 401 where there is no header at all', async () => {
		await expectRefusal(
			n8n.callWebhook({ credential, rawBody: COMMENT }),
			rejected(401, 'missing_signature'),
		);
	});

	it('gets 401 where there is no secret to check with', async () => {
		const headers = { 'x-webhook-signature': sign(COMMENT) };
		const noSecret = { apiKey: 'sk-test', webhookSecret: '' };
		await expectRefusal(
			n8n.callWebhook({ credential: noSecret, rawBody: COMMENT, headers }),
			rejected(401, 'no_secret'),
		);
		await expectRefusal(n8n.callWebhook({ rawBody: COMMENT, headers }), rejected(401, 'no_secret'));
	});

	it('is not read before it is believed', async () => {
		await expectRefusal(
			call('nonsense', {}, { 'content-type': 'text/plain', 'x-webhook-signature': sign('x') }),
			rejected(401, 'invalid_signature'),
		);
	});

	it('is accepted only where verification was switched off', async () => {
		const parameters = { verifySignature: false, options: off };
		const answer = await n8n.callWebhook({ rawBody: COMMENT, parameters });
		expect(answer).toMatchObject({ status: 200, body: { status: 'accepted', items: 1 } });
	});
});

describe('a body that is no JSON object', () => {
	it.each(['', 'null', '42', '"text"', '[]', '[1]', 'nonsense', '{"entry":'])(
		'%j gets 400',
		async (body) => {
			await expectRefusal(
				call(body, {}, { 'content-type': 'text/plain' }),
				rejected(400, 'invalid_payload'),
			);
		},
	);

	it('gets 400 where it is nested without end', async () => {
		await expectRefusal(
			call('{"a":'.repeat(5000) + '1' + '}'.repeat(5000), {}, { 'x-event-type': 'comment' }),
			rejected(400, 'invalid_payload'),
		);
	});
});

describe('a signed body that is none of the events', () => {
	it.each(['{}', '{"hello":"world"}', '{"object":"page"}', '[{"hello":"world"}]'])(
		'%j is ignored, so that InstantDM does not repeat it',
		async (body) => {
			await expectRefusal(call(body), ignored('event'));
			await expectRefusal(call(body, {}, { 'x-event-type': 'no_such_event' }), ignored('event'));
		},
	);

	it('is not ignored, but rejected, where nobody signed it', async () => {
		await expectRefusal(
			call('{"hello":"world"}', {}, { 'x-webhook-signature': sign('{}') }),
			rejected(401, 'invalid_signature'),
		);
	});

	it('goes out under the name of an event', async () => {
		const { workflowData } = await call(
			'{"hello":"world"}',
			{ options: { ...off, messageKinds: ['other'] } },
			{ 'x-event-type': 'dm_received' },
		);
		expect(workflowData?.[0]?.[0]?.json).toMatchObject({
			event: 'dm_received',
			kind: 'other',
			payload: { hello: 'world' },
		});
	});
});

describe('a body that cannot be read', () => {
	const form = { 'content-type': 'multipart/form-data; boundary=x' };
	const bytes = { 'content-type': 'application/octet-stream' };
	const UNREADABLE: [name: string, headers: Record<string, string>, body: string][] = [
		['a form', form, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'],
		['over the limit of n8n', bytes, ' '.repeat(17 * 1024 * 1024)],
		['not gzip', { ...bytes, 'content-encoding': 'gzip' }, 'plain'],
	];

	it.each(UNREADABLE)('gets 401 without a signature: %s', async (_, headers, rawBody) => {
		await expectRefusal(
			n8n.callWebhook({ credential, rawBody, headers }),
			rejected(401, 'missing_signature'),
		);
	});

	it.each(UNREADABLE)('gets 400 otherwise: %s', async (_, headers, rawBody) => {
		await expectRefusal(call(rawBody, {}, headers), rejected(400, 'invalid_payload'));
		await expectRefusal(
			n8n.callWebhook({ rawBody, headers, parameters: { verifySignature: false } }),
			rejected(400, 'invalid_payload'),
		);
	});

	it.each([{}, { 'x-webhook-signature': sign('other') }])(
		'starts nothing where it breaks off',
		async (headers) => {
			const served = await n8n.serveTrigger({ credential });
			try {
				const upload = request(served.url, {
					method: 'POST',
					headers: { ...bytes, ...headers, 'content-length': 100 },
				});
				const gone = new Promise((resolve) => upload.on('error', resolve).on('close', resolve));
				await new Promise((resolve) => upload.write('{"entry":', resolve));
				await wait(50);
				upload.destroy();
				await gone;
				await poll('the request was handled', () => Promise.resolve(served.deliveries[0]));
				expect(served.deliveries).toMatchObject([{ status: expect.any(Number) as unknown }]);
				expect(served.deliveries[0]).not.toHaveProperty('workflowData');
			} finally {
				await served.close();
			}
		},
	);
});

describe('maxAge', () => {
	const options = { ...off, maxAge: 300 };
	const secondsAgo = (seconds: number) => Date.now() - seconds * 1000;
	const at = (seconds: number) => ({
		'x-timestamp': new Date(secondsAgo(seconds)).toISOString(),
	});
	const written = (seconds: number) => commentBody({}, { time: secondsAgo(seconds) });

	it('lets in what was sent within it, or by a clock that is ahead', async () => {
		expect(await call(written(30), { options }, at(30))).toMatchObject({ status: 200 });
		expect(await call(written(-3600), { options }, at(-3600))).toMatchObject({ status: 200 });
	});

	it('lets in what carries no time of its own', async () => {
		const untimed = commentBody({}, { time: null });
		expect(await call(untimed, { options }, at(30))).toMatchObject({ status: 200 });
	});

	it('turns away what is older, or does not say', async () => {
		await expectRefusal(call(written(30), { options }, at(3600)), rejected(401, 'too_old'));
		await expectRefusal(call(written(30), { options }), rejected(401, 'too_old'));
		await expectRefusal(
			call(written(30), { options }, { 'x-timestamp': 'soon' }),
			rejected(401, 'too_old'),
		);
	});

	it('turns away an old body with a new X-Timestamp, which nobody signs', async () => {
		await expectRefusal(call(written(3600), { options }, at(0)), rejected(401, 'too_old'));
	});

	it('leaves the rest of a batch', async () => {
		const entry = [3600, 10].map((seconds) => ({
			id: ACCOUNT,
			time: secondsAgo(seconds),
			changes: [{ field: 'comments', value: { id: String(seconds) } }],
		}));
		const { workflowData } = await call(JSON.stringify({ entry }), { options }, at(0));
		expect(workflowData?.flat().map(({ json }) => json.commentId)).toEqual(['10']);
	});

	it('is asked only once the delivery is believed', async () => {
		await expectRefusal(
			call(written(30), { options }, { ...at(3600), 'x-webhook-signature': sign('other') }),
			rejected(401, 'invalid_signature'),
		);
	});
});

describe('the events chosen', () => {
	it('are the only ones that start the workflow', async () => {
		await expectRefusal(call(COMMENT, { events: ['postback', 'dm_received'] }), ignored('event'));
		expect(await call(COMMENT, { events: ['comment'] })).toMatchObject({
			body: { status: 'accepted' },
		});
	});

	it('cannot be told by the header', async () => {
		await expectRefusal(
			call(COMMENT, { events: ['dm_received'] }, { 'x-event-type': 'dm_received' }),
			ignored('event'),
		);
	});

	it('are not in an empty delivery', async () => {
		await expectRefusal(call('{"object":"instagram","entry":[]}'), ignored('event'));
	});

	it('each leave by their own output, in their fixed order', async () => {
		const outputMode = 'perEvent';
		const events = ['flow_completed', 'dm_received', 'comment'];
		const message = await call(messageBody(TEXT), { outputMode, events });
		expect(message.workflowData?.map((items) => items.length)).toEqual([0, 1, 0]);
		const raw = await call(COMMENT, { outputMode, events, simplify: false });
		expect(raw.workflowData).toEqual([[{ json: JSON.parse(COMMENT) as unknown }], [], []]);
		const all = await call(COMMENT, { outputMode, events: [...EVENT_NAMES] });
		expect(all.workflowData?.map((items) => items.length)).toEqual(
			EVENT_NAMES.map((event) => (event === 'comment' ? 1 : 0)),
		);
	});
});

describe('own activity', () => {
	const own = { from: { id: ACCOUNT, username: 'shop' } };
	it.each([
		['a comment by the account', commentBody(own)],
		['a comment marked as own', commentBody({ from: { id: PERSON, self_ig_scoped_id: '9' } })],
		[
			'an own comment without an entry id',
			commentBody({ from: { id: ACCOUNT, self_ig_scoped_id: '9' } }, { id: null }),
		],
		[
			'an own comment without the wrapper',
			JSON.stringify({ entry: [{ id: ACCOUNT, field: 'comments', value: { id: '1', ...own } }] }),
		],
		['an own reply', commentBody({ ...own, parent_id: '17870913679156914' })],
		[
			'an own comment on a live video',
			commentBody({}, { changes: [{ field: 'live_comments', value: { id: '1', ...own } }] }),
		],
		[
			'an echo',
			messageBody({ message: { mid: 'm', text: 'Thanks', is_echo: true } }, ACCOUNT, PERSON),
		],
		[
			'an echo that is not marked',
			messageBody({ message: { mid: 'm', text: 'Thanks' } }, ACCOUNT, PERSON),
		],
		[
			'an echo with a flag as text',
			messageBody({ message: { mid: 'm', text: 'Thanks', is_echo: 'true' } }),
		],
		[
			'an echo with an attachment',
			messageBody({
				message: {
					mid: 'm',
					is_echo: true,
					attachments: [{ type: 'image', payload: { url: 'https://x' } }],
				},
			}),
		],
		[
			'an echo in standby',
			JSON.stringify({ entry: [{ id: ACCOUNT, standby: [{ sender: { id: ACCOUNT }, ...TEXT }] }] }),
		],
		[
			'an echo in changes',
			JSON.stringify({
				entry: [
					{
						id: ACCOUNT,
						changes: [{ field: 'messages', value: { sender: { id: ACCOUNT }, ...TEXT } }],
					},
				],
			}),
		],
		[
			'a message to oneself',
			messageBody({ message: { mid: 'm', text: 'note', is_self: true } }, ACCOUNT, ACCOUNT),
		],
		['an own button', messageBody({ postback: { mid: 'm', payload: 'X' }, is_self: true })],
		[
			'an own button, sender and recipient alike',
			messageBody({ postback: { mid: 'm', payload: 'X' } }, ACCOUNT, ACCOUNT),
		],
		['an own reaction', messageBody({ reaction: { mid: 'm', action: 'react' } }, ACCOUNT, PERSON)],
	])('%s is ignored', async (_, body) => {
		await expectRefusal(call(body), ignored('own_activity'));
		const answer = await call(body, {
			options: {
				...off,
				ignoreOwnActivity: false,
				messageKinds: ['text', 'attachment', 'reaction'],
			},
		});
		expect(answer.workflowData?.[0]?.[0]?.json).toMatchObject({ isOwn: true });
	});

	it('leaves the rest of a batch', async () => {
		const batch = JSON.stringify({
			entry: [
				{
					id: ACCOUNT,
					changes: [own, { from: { id: PERSON } }].map((value, id) => ({
						field: 'comments',
						value: { id: String(id + 1), ...value },
					})),
				},
			],
		});
		expect((await call(batch)).workflowData?.flat().map(({ json }) => json.commentId)).toEqual([
			'2',
		]);
		const raw = await call(batch, { simplify: false });
		expect(raw.workflowData).toEqual([[{ json: JSON.parse(batch) as unknown }]]);
	});
});

describe('filters', () => {
	const reply = commentBody({ parent_id: '1' });
	it.each([
		['keywords on a comment', COMMENT, { keywords: 'price, LOVE' }, null],
		['keywords that are not there', COMMENT, { keywords: 'price\ncost' }, 'keywords'],
		[
			'keywords on a comment without text',
			commentBody({ text: null }),
			{ keywords: 'price' },
			'keywords',
		],
		['keywords on a message', messageBody(TEXT), { keywords: 'hello' }, null],
		['keywords on a message that lacks them', messageBody(TEXT), { keywords: 'price' }, 'keywords'],
		[
			'keywords on a button, which they do not concern',
			messageBody({ postback: { mid: 'm', title: 'Menu' } }),
			{ keywords: 'price' },
			null,
		],
		[
			'a keyword with the apostrophe that iPhones write',
			commentBody({ text: 'I’m in' }),
			{ keywords: "i'm in" },
			null,
		],
		[
			'a pattern with it',
			commentBody({ text: 'I’m in' }),
			{ keywords: "^i'm (in|here)$", keywordMatch: 'regex' },
			null,
		],
		['keywords in Arabic, between Arabic commas', COMMENT, { keywords: 'سعر، love، كم' }, null],
		['keywords in Chinese', COMMENT, { keywords: '价格，love、多少' }, null],
		['keywords between semicolons', COMMENT, { keywords: 'price；cost;love' }, null],
		['such keywords that are not there', COMMENT, { keywords: 'x،y，z、q;w；u' }, 'keywords'],
		['a list of keywords', COMMENT, { keywords: '={{ ["price, cost", "love"] }}' }, null],
		[
			'a list whose keywords have commas',
			COMMENT,
			{ keywords: '={{ ["price, love", "ok; love"] }}' },
			'keywords',
		],
		['a list without them', COMMENT, { keywords: '={{ ["price", "cost"] }}' }, 'keywords'],
		[
			'a list of patterns, each with a comma',
			COMMENT,
			{ keywords: '={{ ["x{2,3}", "lo{1,2}ve"] }}', keywordMatch: 'regex' },
			null,
		],
		[
			'a list of patterns that are not there',
			COMMENT,
			{ keywords: '={{ ["^this", "x"] }}', keywordMatch: 'regex' },
			'keywords',
		],
		[
			'a pattern that would take for ever',
			commentBody({ text: `${'a'.repeat(200)}!` }),
			{ keywords: '(a+)+$', keywordMatch: 'regex' },
			'keywords',
		],
		[
			'an emoji as one character',
			commentBody({ text: '🔥' }),
			{ keywords: '^.$', keywordMatch: 'regex' },
			null,
		],
		[
			'a pattern with an escape that nobody needs',
			commentBody({ text: 'E-MAIL' }),
			{ keywords: 'e\\-mail', keywordMatch: 'regex' },
			null,
		],
		['keywords that are only separators', COMMENT, { keywords: ' ,\n, ' }, null],
		['a pattern', COMMENT, { keywords: '^love\\b', keywordMatch: 'regex' }, null],
		['a pattern with a comma', COMMENT, { keywords: 'x{2,3}', keywordMatch: 'regex' }, 'keywords'],
		['the media', COMMENT, { mediaIds: '1, 18071354672638470' }, null],
		['another media', COMMENT, { mediaIds: '1\n2' }, 'mediaIds'],
		[
			'the post behind an ad',
			commentBody({ media: { id: '5', original_media_id: '18071354672638470' } }),
			{ mediaIds: '18071354672638470' },
			null,
		],
		['a chosen post', COMMENT, { posts: ['1', '18071354672638470'] }, null],
		['another chosen post', COMMENT, { posts: ['1'] }, 'posts'],
		[
			'one of two posts by either option',
			COMMENT,
			{ posts: ['18071354672638470'], mediaIds: '1' },
			null,
		],
		[
			'one of two media by either option',
			COMMENT,
			{ posts: ['1'], mediaIds: '18071354672638470' },
			null,
		],
		['a post that an expression gives as text', COMMENT, { posts: '18071354672638470' }, null],
		['posts on a message, which they do not concern', messageBody(TEXT), { posts: ['1'] }, null],
		['keywords that an expression left empty', COMMENT, { keywords: null }, null],
		['media on a message, which they do not concern', messageBody(TEXT), { mediaIds: '1' }, null],
		['top-level comments', COMMENT, { commentKind: 'topLevel' }, null],
		['top-level comments, a reply', reply, { commentKind: 'topLevel' }, 'commentKind'],
		['replies', reply, { commentKind: 'replies' }, null],
		['replies, a comment', COMMENT, { commentKind: 'replies' }, 'commentKind'],
		['all comments', reply, { commentKind: 'all' }, null],
		['a read receipt, by default', messageBody({ read: { mid: 'm' } }), {}, 'messageKinds'],
		[
			'a reaction, by default',
			messageBody({ reaction: { mid: 'm', action: 'react' } }),
			{},
			'messageKinds',
		],
		[
			'an edit, by default',
			messageBody({ message_edit: { mid: 'm', text: 'x' } }),
			{},
			'messageKinds',
		],
		[
			'an unsend, by default',
			messageBody({ message: { mid: 'm', is_deleted: true } }),
			{},
			'messageKinds',
		],
		['an unforeseen element, by default', messageBody({ optin: {} }), {}, 'messageKinds'],
		[
			'a story mention, by default',
			messageBody({ message: { mid: 'm', attachments: [{ type: 'story_mention' }] } }),
			{},
			null,
		],
		[
			'a read receipt, chosen',
			messageBody({ read: { mid: 'm' } }),
			{ messageKinds: ['read'] },
			null,
		],
		['a text, not chosen', messageBody(TEXT), { messageKinds: ['read'] }, 'messageKinds'],
	])('%s', async (_, body, options, heldBackBy) => {
		const answer = call(body, { options: { ...off, ...options } });
		if (heldBackBy === null) {
			expect(await answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
		} else {
			const body = { status: 'ignored', reason: 'filter', filter: heldBackBy };
			await expectRefusal(answer, { status: 200, body });
		}
	});
});

describe('a setting that cannot be used', () => {
	it('fails the call, so that it is delivered again', async () => {
		const { status, error } = await call(COMMENT, {
			options: { ...off, keywords: '(', keywordMatch: 'regex' },
		});
		expect(status).toBe(500);
		expect(error).toMatchObject({ name: 'NodeOperationError' });
	});
});
