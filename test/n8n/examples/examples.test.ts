import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import express from 'express';
import { z } from 'zod';

import { host } from '../../support/host/globals';
import { poll } from '../../support/host/poll';
import { runSql } from '../../support/host/sqlite';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { readWorkflow, withCredential, type WorkflowFile } from '../../support/host/workflowFiles';
import {
	eventNumber,
	samples,
	type EventName,
} from '../../support/fakeInstantDm/deliveries/events';
import { startChatModel } from '../../support/host/chatModel';
import { dataTablesOf } from '../../support/host/dataTables';
import { withModel } from '../../support/host/withModel';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const SETUP = 'Click once to create the table';

const testbed = useTestbed();

const tested = new Set<string>();

async function example(file: string): Promise<WorkflowFile> {
	tested.add(file);
	return await readWorkflow(join(EXAMPLES, file));
}

async function deliver(url: string, event: EventName, payload: object): Promise<unknown> {
	const { answer } = await testbed().fakeInstantDm.deliver(url, event, payload, {
		secret: WEBHOOK_SECRET,
	});
	return JSON.parse(answer);
}

/** Delivers a comment or message that Instagram has. */
async function announce(url: string, id: string): Promise<unknown> {
	const { answer } = await testbed().fakeInstantDm.announce(url, id, { secret: WEBHOOK_SECRET });
	return JSON.parse(answer);
}

/** After that the trigger has forgotten what it has seen. */
async function restartN8n(url: string): Promise<void> {
	const { n8n } = testbed();
	await n8n.halt();
	await n8n.resume();
	await poll('the trigger refuses what is not signed', async () => {
		const { status } = await fetch(url, { method: 'POST' });
		return status === 401 ? true : undefined;
	});
}

/** The workflow with some parameters of a node changed. */
function changed(workflow: WorkflowFile, name: string, parameters: object): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.name === name
			? { ...node, parameters: Object.assign({}, node.parameters, parameters) }
			: node,
	);
	return { ...workflow, nodes };
}

const addressSchema = z.object({ port: z.number() });

const ACCEPTED = { status: 'accepted', items: 1 };
const ACCOUNT = samples.dm_received.entry[0]?.messaging[0]?.recipient;
const PERSON = samples.dm_received.entry[0]?.messaging[0]?.sender;

/** Something that a person did in the conversation with the account, with an id of its own. */
function conversation(mid: string, element: Record<string, object>, sender = PERSON) {
	const parts = Object.entries(element).map(([key, value]) => [key, { mid, ...value }]);
	const what = Object.fromEntries(parts) as object;
	const messaging = [{ sender, recipient: ACCOUNT, timestamp: Date.now(), ...what }];
	return { object: 'instagram', entry: [{ messaging }] };
}

type Messages = ReturnType<typeof conversation>;

/** Several of them in one delivery, as Instagram may send them. */
const together = (all: Messages[]): Messages => ({
	object: 'instagram',
	entry: all.flatMap(({ entry }) => entry),
});

const message = (mid: string, text: string, sender = PERSON) =>
	conversation(mid, { message: { text } }, sender);
const button = (mid: string, payload: string, sender = PERSON) =>
	conversation(mid, { postback: { title: 'A button', payload } }, sender);

const directMessage = (text: string) => ({
	action: 'send_message',
	type: 'dm',
	recipient_id: PERSON?.id,
	message: { text },
});

it('comment-to-private-and-public-reply: a keyword gets both replies, other comments get none', async () => {
	const { id, url } = await testbed().publish(
		await example('comment-to-private-and-public-reply.json'),
	);

	const comment = structuredClone(samples.comment);
	expect(await deliver(url, 'comment', comment)).toEqual({
		...{ status: 'ignored', reason: 'filter' },
		filter: 'keywords',
	});
	for (const { changes } of comment.entry) {
		for (const { value } of changes) value.text = 'The LINK, please';
	}
	expect(await deliver(url, 'comment', comment)).toEqual(ACCEPTED);

	await testbed().workflows.finished(id, 1);
	expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([
		{
			action: 'send_message',
			type: 'comment_reply',
			comment_id: '17890012345',
			message: { text: 'Here is the link you asked for: https://example.com/guide' },
		},
		{
			action: 'post_comment',
			comment_id: '17890012345',
			comment_text: '@user123 Thanks! Check your messages.',
		},
	]);
});

it('welcome-menu-with-buttons: sends the menu, and what each button asks for', async () => {
	const { id, url } = await testbed().publish(await example('welcome-menu-with-buttons.json'));
	const menu = {
		...directMessage(''),
		message: {
			attachment: {
				type: 'template',
				payload: {
					template_type: 'button',
					text: 'Hello! What would you like to know?',
					buttons: [
						{ type: 'postback', title: 'Prices', payload: 'SHOW_PRICES' },
						{ type: 'postback', title: 'Opening hours', payload: 'SHOW_HOURS' },
						{ type: 'web_url', title: 'Visit the shop', url: 'https://example.com/shop' },
					],
				},
			},
		},
	};
	const again = 'Send “menu” to see the menu again.';
	const steps: [EventName, object, object][] = [
		['dm_received', message('m1', 'Hello there'), menu],
		[
			'postback',
			button('m2', 'SHOW_PRICES'),
			directMessage(`A haircut is EUR 30, a shave is EUR 20. ${again}`),
		],
		[
			'postback',
			button('m3', 'SHOW_HOURS'),
			directMessage(`We are open from Tuesday to Saturday, 9 to 18. ${again}`),
		],
		['postback', button('m4', 'OF_AN_OLDER_MENU'), menu],
	];

	for (const [index, [event, payload]] of steps.entries()) {
		expect(await deliver(url, event, payload)).toEqual(ACCEPTED);
		await testbed().workflows.finished(id, index + 1);
	}

	expect(testbed().fakeInstantDm.ledger.bodies()).toEqual(steps.map(([, , body]) => body));
});

it('flow-answers-and-leads: a row for each answer and lead, one for what is delivered twice', async () => {
	const { id, url } = await testbed().publish(await example('flow-answers-and-leads.json'));
	expect(await testbed().workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const bring = async () => {
		for (const event of ['question_answered', 'flow_completed'] as const) {
			expect(await deliver(url, event, samples[event])).toEqual(ACCEPTED);
		}
	};

	await bring();
	await testbed().workflows.finished(id, 3);
	await restartN8n(url);
	await bring();
	const skipped = { ...samples.question_answered, attempt_no: '2', skip: true, user_response: '' };
	expect(await deliver(url, 'question_answered', skipped)).toEqual(ACCEPTED);
	expect(await deliver(url, 'flow_completed', eventNumber('flow_completed', 2))).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 7);

	const tables = await dataTablesOf(testbed().rest);
	const rows = await tables.rows('instagram leads');
	const answer = {
		event: 'question_answered',
		senderId: '2358708294634624',
		username: 'user123',
		flow: samples.question_answered.flow_id,
		question: "What's your email?",
		answer: 'user@example.com',
		email: null,
		occurredAt: '2026-04-29T17:11:59.000Z',
	};
	const lead = {
		event: 'flow_completed',
		username: 'user123',
		flow: 'Lead Gen Flow',
		email: 'user@example.com',
		phone: '+919876543210',
		tags: 'lead, vip',
	};
	expect(rows).toHaveLength(4);
	expect(rows).toEqual(
		expect.arrayContaining([
			expect.objectContaining(answer),
			expect.objectContaining({ event: 'question_answered', answer: '' }),
			expect.objectContaining({
				...lead,
				senderId: '2358708294634624',
				occurredAt: '2026-04-29T17:17:15.000Z',
			}),
			expect.objectContaining({ ...lead, senderId: '2358708294000002' }),
		]),
	);
});

it('each-event-once: replies once, though the trigger has forgotten the message', async () => {
	const { id, url } = await testbed().publish(await example('each-event-once.json'));
	expect(await testbed().workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });

	expect(await deliver(url, 'dm_received', message('m20', 'Hello'))).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 2);
	await restartN8n(url);
	expect(await deliver(url, 'dm_received', message('m20', 'Hello'))).toEqual(ACCEPTED);
	expect(await deliver(url, 'dm_received', message('m21', 'Hello?'))).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 4);

	expect(testbed().fakeInstantDm.ledger.reached()).toEqual([PERSON?.id, PERSON?.id]);
});

it('each-event-once: the schedule forgets what is older than three days, and only that', async () => {
	const workflow = await example('each-event-once.json');
	const id = await testbed().workflows.create(workflow);
	await testbed().workflows.runManually(id, SETUP);
	const tables = await dataTablesOf(testbed().rest);
	await tables.insert('instantdm events', [{ eventId: 'old' }, { eventId: 'new' }]);
	const table = `"data_table_user_${await tables.idOf('instantdm events')}"`;
	await runSql(
		host,
		testbed().n8n.userFolder,
		`UPDATE ${table} SET "createdAt" = datetime("createdAt", '-73 hours') WHERE "eventId" = 'old'`,
	);

	expect(await testbed().workflows.runManually(id, 'Every day')).toMatchObject({
		status: 'success',
	});

	const rows = await tables.rows('instantdm events');
	expect(rows).toContainEqual({ eventId: 'new' });
	expect(rows).not.toContainEqual({ eventId: 'old' });
});

it('broadcast-with-retry-list: collects who wrote, notes what became of each, sends to who is left', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { id, url } = await testbed().publish(await example('broadcast-with-retry-list.json'));
	const send = async () => {
		expect(await workflows.runManually(id, 'Click to send')).toMatchObject({ status: 'success' });
	};
	await send();
	expect(fakeInstantDm.ledger.reached()).toEqual([]);
	const tables = await dataTablesOf(testbed().rest);
	const people = [1, 2, 3, 4].map((number) => ({ id: `235870829400000${number}` }));
	for (const [index, person] of people.entries()) {
		const hello = message(`m4${index}`, 'Hello', person);
		expect(await deliver(url, 'dm_received', hello)).toEqual(ACCEPTED);
	}
	await workflows.finished(id, 5);
	const late = '2358708294000005';
	const eve = '2358708294000006';
	const before = { message: 'Summer sale', status: 'sent', reason: '' };
	await tables.insert('instagram broadcast', [
		{ ...before, recipientId: late, replyUntil: '2026-01-01T00:00:00Z' },
		{ ...before, recipientId: eve, replyUntil: '2100-01-01T00:00:00Z' },
	]);
	const [ann = '', bob = '', cid = '', dan = ''] = people.map((person) => person.id);
	fakeInstantDm.fail({ kind: 'answer', status: 408, body: '{}' }, { to: bob });
	fakeInstantDm.fail({ kind: 'instagram', code: 10, subcode: 2534022 }, { to: cid });
	fakeInstantDm.fail({ kind: 'reset', delivered: true }, { to: dan });
	const rows = async (): Promise<Record<string, object>> =>
		Object.fromEntries(
			(await tables.rows('instagram broadcast')).map(({ recipientId, message: name, ...row }) => [
				String(recipientId),
				{ name, status: row.status, reason: row.reason },
			]),
		);

	await send();

	expect(fakeInstantDm.ledger.reached().sort()).toEqual([ann, dan, eve]);
	const because = (words: string) => expect.stringContaining(words) as unknown;
	expect(await rows()).toMatchObject({
		[ann]: { status: 'sent', reason: '' },
		[bob]: { status: 'retry', reason: because('timed out') },
		[cid]: { status: 'failed', reason: because('window') },
		[dan]: { status: 'unknown' },
		[late]: { name: 'Summer sale' },
		[eve]: { name: 'Opening hours', status: 'sent' },
	});

	const again = message('m45', 'Hello again', { id: ann });
	expect(await deliver(url, 'dm_received', again)).toEqual(ACCEPTED);
	await workflows.finished(id, 7);
	await send();

	expect(fakeInstantDm.ledger.reached().sort()).toEqual([ann, bob, dan, eve]);
	expect(await rows()).toMatchObject({
		[ann]: { status: 'sent' },
		[bob]: { status: 'sent', reason: '' },
		[cid]: { status: 'failed' },
		[dan]: { status: 'unknown' },
	});
});

it('ai-agent-answers-messages: replies with the history in mind, and is silent once a person takes over', async () => {
	const { fakeInstantDm, workflows, rest } = testbed();
	const model = await startChatModel(
		'A shave is EUR 20.',
		'A colleague will reply soon. HANDOVER',
		'Of course.',
		'Yes.',
	);
	const alerts: unknown[] = [];
	const chat = express().use(express.json());
	chat.post('/', ({ body }, response) => {
		alerts.push(body);
		response.end();
	});
	const server = chat.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = addressSchema.parse(server.address());
	try {
		const file = await example('ai-agent-answers-messages.json');
		const workflow = changed(file, 'Alert a colleague', { url: `http://127.0.0.1:${port}/` });
		const { id, url } = await testbed().publish(await withModel(workflow, rest, model.url));
		expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
		let runs = 1;
		const write = async (personId: string, text: string, isOwn = false) => {
			const added = fakeInstantDm.instagram.add('message', { personId, text, isOwn });
			expect(await announce(url, added.id)).toEqual(ACCEPTED);
			const [newest] = await workflows.finished(id, ++runs);
			expect(newest).toMatchObject({ status: 'success' });
		};
		const [ann, bob, cid] = ['2358708294000001', '2358708294000002', '2358708294000003'];
		fakeInstantDm.instagram.add('message', { personId: ann, text: 'What is a haircut?' });
		fakeInstantDm.instagram.add('message', { personId: ann, text: 'EUR 30. 🤖', isOwn: true });
		fakeInstantDm.instagram.add('message', { personId: bob, text: 'Something else' });

		await write(ann, 'And a shave?');
		await write(ann, 'A shave is EUR 20. 🤖', true);
		await write(ann, 'Can I talk to a person?');
		await write(ann, 'Hello?');
		await write(bob, 'Hello Bob here', true);
		await write(bob, 'Hello!');
		expect(await workflows.runManually(id, 'Every 10 minutes')).toMatchObject({
			status: 'success',
		});
		runs++;
		await write(bob, 'Still there?');
		await runSql(
			host,
			testbed().n8n.userFolder,
			`UPDATE "data_table_user_${await (await dataTablesOf(rest)).idOf('instagram handovers')}"
				SET "pausedUntil" = datetime("pausedUntil", '-13 hours') WHERE "personId" = '${bob}'`,
		);
		await workflows.runManually(id, 'Every 10 minutes');
		runs++;
		// Without the history it replies all the same.
		fakeInstantDm.configure({ omit: ['participants'] });
		const both = [
			message('m70', 'Are you open?', { id: bob }),
			message('m71', 'Open?', { id: cid }),
		];
		expect(await deliver(url, 'dm_received', together(both))).toEqual({ ...ACCEPTED, items: 2 });
		const [last] = await workflows.finished(id, ++runs);
		expect(last).toMatchObject({ status: 'success' });

		expect(fakeInstantDm.ledger.bodies()).toMatchObject([
			{ recipient_id: ann, message: { text: 'A shave is EUR 20. 🤖' } },
			{ recipient_id: ann, message: { text: 'A colleague will reply soon. 🤖' } },
			{ recipient_id: bob, message: { text: 'Of course. 🤖' } },
			{ recipient_id: cid, message: { text: 'Yes. 🤖' } },
		]);
		expect(alerts).toEqual([{ text: expect.stringContaining('waiting for a person') as unknown }]);
		const asked = JSON.stringify(model.requests[0]?.messages);
		expect(asked).toContain(
			'Customer: What is a haircut?\\nSalon: EUR 30. 🤖\\nCustomer: And a shave?',
		);
		expect(asked).not.toContain('Something else');
	} finally {
		server.close();
		await model.close();
	}
});

it('ai-agent-takes-orders: an order is placed once the customer has tapped, and not when they decline', async () => {
	const { fakeInstantDm, workflows, rest } = testbed();
	const order = '2 blue mugs, EUR 24';
	const model = await startChatModel(
		{ toolParameters: { order }, hitlParameters: {} },
		'Thank you for writing!',
	);
	try {
		const file = await example('ai-agent-takes-orders.json');
		const { id, url } = await testbed().publish(await withModel(file, rest, model.url));
		expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
		const [ann, bob] = ['2358708294000001', '2358708294000002'];
		const both = [
			message('m80', 'Two blue mugs, please', { id: ann }),
			message('m81', 'Mugs!', { id: bob }),
		];
		expect(await deliver(url, 'dm_received', together(both))).toEqual({ ...ACCEPTED, items: 2 });
		await poll('both are asked', () =>
			Promise.resolve(fakeInstantDm.ledger.delivered().length === 2 || undefined),
		);
		for (const [to, title] of Object.entries({ [ann]: 'Order', [bob]: 'No, thanks' })) {
			const tapped = await fakeInstantDm.tap(url, { to, title }, { secret: WEBHOOK_SECRET });
			expect(JSON.parse(tapped.answer)).toEqual({ status: 'resumed' });
		}
		for (const execution of await workflows.finished(id, 4)) {
			expect(execution).toMatchObject({ status: 'success' });
		}

		const tables = await dataTablesOf(rest);
		expect(await tables.rows('instagram orders')).toEqual([{ personId: ann, order }]);
		for (const recipient_id of [ann, bob]) {
			expect(fakeInstantDm.ledger.delivered(recipient_id).map(({ body }) => body)).toMatchObject([
				{
					message: {
						attachment: {
							payload: {
								text: `Your order: ${order}. Shall we place it?`,
								buttons: [{ title: 'Order' }, { title: 'No, thanks' }],
							},
						},
					},
				},
				{ message: { text: 'Thank you for writing!' } },
			]);
		}
	} finally {
		await model.close();
	}
});

it('one-trigger-as-a-router: each event takes its own way, and nothing is sent', async () => {
	const { id, url } = await testbed().publish(await example('one-trigger-as-a-router.json'));
	const comment = (number: number, text: string) => {
		const entry = { id: ACCOUNT?.id, time: Date.now() };
		const value = {
			...{ id: `1789000000${number}`, text, media: { id: '18071354672638470' } },
			from: { id: PERSON?.id, username: 'user123' },
		};
		return { object: 'instagram', entry: [{ ...entry, changes: [{ field: 'comments', value }] }] };
	};
	const story = { reply_to: { story: { id: '1', url: 'https://example.com/story' } } };
	const toStory = conversation('m53', { message: { text: 'Wow', ...story } });
	const [answer, completed] = ['Answers a flow', 'Completes a flow'];
	const ways: [EventName, object, string[]][] = [
		['comment', comment(1, 'Link please!'), ['Comment', 'Asks for the link']],
		['comment', comment(2, 'What is the price?'), ['Comment', 'Asks for the price']],
		['comment', comment(3, 'Lovely picture'), ['Comment']],
		['dm_received', message('m51', 'Menu'), ['Message', 'Asks for the menu']],
		['dm_received', message('m52', 'Hello'), ['Message']],
		['dm_received', toStory, ['Message', 'Replies to a story']],
		['postback', button('m54', 'SHOW_PRICES'), ['Button', 'Taps Prices']],
		['postback', button('m55', 'SHOW_HOURS'), ['Button', 'Taps Opening hours']],
		['postback', button('m56', 'ANOTHER'), ['Button']],
		['question_answered', samples.question_answered, [answer]],
		['flow_completed', samples.flow_completed, [completed]],
	];

	for (const [index, [event, payload, way]] of ways.entries()) {
		expect(await deliver(url, event, payload)).toEqual(ACCEPTED);
		const [execution] = await testbed().workflows.finished(id, index + 1);
		expect(execution).toMatchObject({ status: 'success' });
		expect(Object.keys(execution?.runData ?? {})).toEqual(['Everything from InstantDM', ...way]);
	}
	expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
});

it('follow-gate: followers get the link, others after they have followed, nobody else anything', async () => {
	const { fakeInstantDm } = testbed();
	const { id, url } = await testbed().publish(await example('follow-gate.json'));
	const [fan, stranger] = ['2358708294000001', '2358708294000002'];
	fakeInstantDm.instagram.add('person', { id: fan, username: 'fan', isFollowing: true });
	fakeInstantDm.instagram.add('person', { id: stranger, username: 'stranger' });
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	let runs = 0;
	const ran = async (answer: unknown) => {
		expect(answer).toEqual(ACCEPTED);
		await testbed().workflows.finished(id, ++runs);
	};
	const comment = async (personId: string, text: string) => {
		const added = fakeInstantDm.instagram.add('comment', { postId, personId, text });
		await ran(await announce(url, added.id));
		return added.id;
	};
	const press = async (mid: string, payload: string) => {
		await ran(await deliver(url, 'postback', button(mid, payload, { id: stranger })));
	};

	await comment(fan, 'What a blinking picture');
	const byFan = await comment(fan, 'The LINK, please');
	const byStranger = await comment(stranger, 'link?');
	await press('m30', 'SHOW_PRICES');
	await press('m31', 'I_FOLLOW_YOU');
	fakeInstantDm.instagram.change('person', stranger, { isFollowing: true });
	await press('m32', 'I_FOLLOW_YOU');

	const link = { text: 'Thanks for following us! Here is your link: https://example.com/guide' };
	const followFirst = (text: string) => ({
		attachment: {
			type: 'template',
			payload: {
				template_type: 'button',
				text,
				buttons: [{ type: 'postback', title: 'I follow you', payload: 'I_FOLLOW_YOU' }],
			},
		},
	});
	const ask = followFirst('The link is for our followers. Follow us, then tap the button.');
	const again = followFirst('You don’t follow us yet. Follow us, then tap the button again.');
	const reply = { action: 'send_message', type: 'comment_reply' };
	const message = { action: 'send_message', type: 'dm', recipient_id: stranger };
	expect(fakeInstantDm.ledger.bodies()).toEqual([
		{ ...reply, comment_id: byFan, message: link },
		{ ...reply, comment_id: byStranger, message: ask },
		{ ...message, message: again },
		{ ...message, message: link },
	]);
	const askedAbout = fakeInstantDm.ledger.of('/contact_profile').map(({ query }) => query);
	expect(askedAbout).toEqual(
		[fan, stranger, stranger, stranger].map((contact_id) => ({ contact_id })),
	);
});

it('comment-funnel-in-one-line: each answer gets its link, and no answer a public reply', async () => {
	const { fakeInstantDm, workflows, publish } = testbed();
	const file = await example('comment-funnel-in-one-line.json');
	const { id, url } = await publish(file);
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	let people = 0;
	const comment = async (text: string) => {
		const personId = `235870829400000${++people}`;
		const added = fakeInstantDm.instagram.add('comment', { postId, personId, text });
		return { personId, commentId: added.id, answer: await announce(url, added.id) };
	};
	const asked = async (commentId: string) => {
		await poll('the question is out', () =>
			Promise.resolve(fakeInstantDm.ledger.delivered(commentId).length > 0 || undefined),
		);
	};
	expect((await comment('Nice!')).answer).toMatchObject({ filter: 'keywords' });

	const links = { Small: 'small', Medium: 'medium', Large: 'large' };
	const bodies: object[] = [];
	const question = (comment_id: string) => ({
		...{ action: 'send_message', type: 'comment_reply', comment_id },
		message: {
			attachment: {
				type: 'template',
				payload: {
					template_type: 'button',
					text: 'Thanks for your comment! Which size would you like?',
					buttons: Object.keys(links).map((title) => ({
						...{ type: 'postback', title, payload: expect.any(String) as unknown },
					})),
				},
			},
		},
	});
	for (const [index, [title, link]] of Object.entries(links).entries()) {
		const { personId, commentId, answer } = await comment('Which SIZE do I need?');
		expect(answer).toEqual(ACCEPTED);
		await asked(commentId);
		const tapped = await fakeInstantDm.tap(
			url,
			{ to: commentId, title },
			{ secret: WEBHOOK_SECRET },
		);
		expect(JSON.parse(tapped.answer)).toEqual({ status: 'resumed' });
		const [newest] = await workflows.finished(id, index + 1);
		expect(newest).toMatchObject({ status: 'success' });
		const text = `Here is size ${title}: https://example.com/${link}`;
		bodies.push(question(commentId), {
			...{ action: 'send_message', type: 'dm', recipient_id: personId, message: { text } },
		});
	}
	await workflows.deactivate(id);
	const values = { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' };
	const options = { limitWaitTime: { values } };
	const impatient = await publish(changed(file, 'Which size?', { options }));
	const { personId, commentId: comment_id, answer } = await comment('Price?');
	expect(answer).toEqual(ACCEPTED);
	const [newest] = await workflows.finished(impatient.id, 1);
	expect(newest).toMatchObject({ status: 'success' });
	const username = `user_${personId.slice(-6)}`;
	bodies.push(question(comment_id), {
		...{ action: 'post_comment', comment_id },
		comment_text: `@${username} All sizes and prices: https://example.com/sizes`,
	});

	expect(fakeInstantDm.ledger.bodies()).toEqual(bodies);
});

it('weekly-report: one row for each week, with the figures of the last seven days', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const workflow = await example('weekly-report.json');
	const id = await workflows.create(withCredential(workflow, await testbed().addCredential()));
	expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const tables = await dataTablesOf(testbed().rest);
	const last = { week: '2026-W01', followers: 4, posts: 2, reach: 8, views: 9, interactions: 1 };
	await tables.insert('instagram weekly report', [last]);
	fakeInstantDm.instagram.add('person', { username: 'fan', isFollowing: true });
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	fakeInstantDm.instagram.add('comment', { postId, personId: '2358708294000001', text: 'Nice' });

	for (let run = 0; run < 2; run++) {
		expect(await workflows.runManually(id, 'Every Monday')).toMatchObject({ status: 'success' });
	}

	expect(await tables.rows('instagram weekly report')).toEqual([
		last,
		{
			week: expect.stringMatching(/^20\d\d-W\d\d$/) as unknown,
			...{ followers: 1, posts: 1, reach: 1200, views: 3400, interactions: 1 },
		},
	]);
	const asked = fakeInstantDm.ledger.of('/account_insights').map(({ query }) => query);
	expect(asked).toEqual([{ days: '7' }, { days: '7' }]);
});

it('comment-to-email-address: asks commenters, saves the address, sends the guide once', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { id, url } = await testbed().publish(await example('comment-to-email-address.json'));
	expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const [ann, bob] = ['2358708294000001', '2358708294000002'];
	fakeInstantDm.instagram.add('person', { id: ann, username: 'ann' });
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	let runs = 1;
	const happens = async (added: { id: string }) => {
		expect(await announce(url, added.id)).toEqual(ACCEPTED);
		const [newest] = await workflows.finished(id, ++runs);
		expect(newest).toMatchObject({ status: 'success' });
		return added.id;
	};
	const comment = (text: string) =>
		happens(fakeInstantDm.instagram.add('comment', { postId, personId: ann, text }));
	const write = (personId: string, text?: string) =>
		happens(
			fakeInstantDm.instagram.add('message', {
				personId,
				...(text === undefined ? { attachments: [{ type: 'image' }] } : { text }),
			}),
		);

	await comment('Nice');
	const first = await comment('The guide, please');
	await write(ann);
	await write(ann, 'What for?');
	const second = await comment('guide!');
	await write(ann, 'Ok, it is ann@example.com.');
	await write(ann, 'or other@example.com');
	await write(bob, 'bob@example.com');
	await comment('The guide again');

	const ask = { text: 'Happy to send you the guide! Just reply with your email address.' };
	const guide = { text: 'Thank you! Here is your guide: https://example.com/guide' };
	const reply = { action: 'send_message', type: 'comment_reply' };
	expect(fakeInstantDm.ledger.bodies()).toEqual([
		{ ...reply, comment_id: first, message: ask },
		{ ...reply, comment_id: second, message: ask },
		{ action: 'send_message', type: 'dm', recipient_id: ann, message: guide },
	]);
	const tables = await dataTablesOf(testbed().rest);
	expect(await tables.rows('instagram email addresses')).toMatchObject([
		{ senderId: ann, username: 'ann', email: 'ann@example.com', status: 'complete' },
	]);
});

it('giveaway: one entry for each person, one winner, and no second one', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { id, url } = await testbed().publish(await example('giveaway.json'));
	const draw = async () => {
		const drawn = await workflows.runManually(id, 'Click to draw the winner');
		expect(drawn).toMatchObject({ status: 'success' });
	};
	await draw();
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	const comments: [string, string][] = [
		['2358708294000001', 'I want to win'],
		['2358708294000002', 'Win!'],
		['2358708294000001', 'win, win, win'],
		['2358708294000003', 'Lovely window'],
	];
	const ids: string[] = [];
	for (const [index, [personId, text]] of comments.entries()) {
		const added = fakeInstantDm.instagram.add('comment', { postId, personId, text });
		expect(await announce(url, added.id)).toEqual(ACCEPTED);
		await workflows.finished(id, index + 2);
		ids.push(added.id);
	}
	const tables = await dataTablesOf(testbed().rest);
	const rows = () => tables.rows('instagram giveaway');
	const [, second = '', third = ''] = ids;
	expect(await rows()).toMatchObject([
		{ senderId: '2358708294000001', commentId: third },
		{ senderId: '2358708294000002', commentId: second },
	]);

	await draw();
	await draw();

	const winners = (await rows()).filter(({ status }) => status === 'winner');
	expect(winners).toHaveLength(1);
	const to = { comment_id: winners[0]?.commentId };
	expect(fakeInstantDm.ledger.bodies()).toMatchObject([
		{ action: 'send_message', type: 'comment_reply', ...to },
		{ action: 'post_comment', ...to },
	]);
	expect([second, third]).toContain(to.comment_id);
});

it('reminder-before-the-window-closes: one reminder two hours before, none for who has replied', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { id, url } = await testbed().publish(
		await example('reminder-before-the-window-closes.json'),
	);
	expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const [ann, bob, cid] = ['2358708294000001', '2358708294000002', '2358708294000003'];
	let runs = 1;
	const write = async (mid: string, personId: string, text: string) => {
		expect(await deliver(url, 'dm_received', message(mid, text, { id: personId }))).toEqual(
			ACCEPTED,
		);
		await workflows.finished(id, ++runs);
	};
	await write('m60', ann, 'What is the price?');
	await write('m61', bob, 'Your prices, please');
	await write('m62', bob, 'Tomorrow at 10');
	await write('m63', cid, 'Hello');
	const tables = await dataTablesOf(testbed().rest);
	expect(await tables.rows('instagram reminders')).toMatchObject([
		{ personId: ann, status: 'waiting' },
		{ personId: bob, status: 'replied' },
	]);
	expect(fakeInstantDm.ledger.reached()).toEqual([ann, bob]);
	const remind = async () => {
		const execution = await workflows.runManually(id, 'Every 15 minutes');
		expect(execution).toMatchObject({ status: 'success' });
	};

	await remind();
	expect(fakeInstantDm.ledger.reached()).toEqual([ann, bob]);
	const table = `"data_table_user_${await tables.idOf('instagram reminders')}"`;
	await runSql(
		host,
		testbed().n8n.userFolder,
		`UPDATE ${table} SET "replyUntil" = datetime("replyUntil", '-22.5 hours')`,
	);
	await remind();
	await remind();

	expect(fakeInstantDm.ledger.reached()).toEqual([ann, bob, ann]);
	expect(await tables.rows('instagram reminders')).toMatchObject([
		{ personId: ann, status: 'reminded' },
		{ personId: bob, status: 'replied' },
	]);
});

it('story-reply-to-code: a code for a story reply or a mention, one for each person', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { id, url } = await testbed().publish(await example('story-reply-to-code.json'));
	expect(await workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const [ann, bob] = ['2358708294000001', '2358708294000002'];
	const story = { id: '18000000000000001', url: 'https://cdn.example.com/story.jpg' };
	const mention = { type: 'story_mention', payload: { url: story.url } };
	const messages = [
		{ personId: ann, text: 'Hello' },
		{ personId: ann, text: 'Love it', repliesToStory: story },
		{ personId: bob, attachments: [mention] },
		{ personId: ann, attachments: [mention] },
	];

	for (const [index, row] of messages.entries()) {
		const { id: mid } = fakeInstantDm.instagram.add('message', row);
		expect(await announce(url, mid)).toEqual(ACCEPTED);
		await workflows.finished(id, index + 2);
	}

	const code = { text: 'Thank you! Your code for 10 % off is STORY10.' };
	const reply = { action: 'send_message', type: 'dm', message: code };
	expect(fakeInstantDm.ledger.bodies()).toEqual([
		{ ...reply, recipient_id: ann },
		{ ...reply, recipient_id: bob },
	]);
	const tables = await dataTablesOf(testbed().rest);
	expect(await tables.rows('instagram story codes')).toEqual([
		{ personId: ann, kind: 'story_reply' },
		{ personId: bob, kind: 'story_mention' },
	]);
});

it('when-a-post-goes-viral: a limit hands comments back, they outlive a crash, and each gets one reply', async () => {
	const { fakeInstantDm, workflows, n8n } = testbed();
	const { id, url } = await testbed().publish(await example('when-a-post-goes-viral.json'));
	const REFUSED = 2;
	const numbers = [1, 2, 3, 4, 5, 6, 7];
	const commentIds = numbers.map((number) => `17890${String(number).padStart(6, '0')}`);
	fakeInstantDm.fail({ kind: 'instagram', code: 10900 }, { call: REFUSED });
	fakeInstantDm.fail({ kind: 'documented', error: 'hourlyLimit', retryAfter: 60 }, { call: 5 });
	for (const number of numbers) {
		expect(await deliver(url, 'comment', eventNumber('comment', number))).toEqual(ACCEPTED);
		await poll(`comment ${number} has been tried`, async () => {
			const all = await workflows.executions(id);
			const isOver = all.length === number && all.every(({ status }) => status !== 'running');
			return isOver ? true : undefined;
		});
	}
	// The call that was refused is the last one: nobody else tries.
	expect(fakeInstantDm.ledger.entries).toHaveLength(5);
	const statuses = async () => (await workflows.executions(id)).map(({ status }) => status);
	expect((await statuses()).sort()).toEqual([
		'error',
		...['success', 'success', 'success'],
		...['waiting', 'waiting', 'waiting'],
	]);

	await n8n.halt('SIGKILL');
	await n8n.resume();
	await workflows.untilIdle(id, 200_000);

	const sent = commentIds.filter((_, index) => index !== REFUSED - 1);
	expect(fakeInstantDm.ledger.reached().sort()).toEqual(sent);
	expect((await statuses()).sort()).toEqual(['error', ...Array<string>(6).fill('success')]);
}, 400_000);

it('n8n-without-a-public-url: replies to a keyword in a comment and in a message', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const workflow = await example('n8n-without-a-public-url.json');
	const id = await workflows.create(withCredential(workflow, await testbed().addCredential()));
	const { id: postId } = fakeInstantDm.instagram.add('post', {});
	const comment = (text: string) =>
		fakeInstantDm.instagram.add('comment', { postId, personId: '2358708294000007', text });
	const write = (text: string) =>
		fakeInstantDm.instagram.add('message', { personId: '2358708294000008', text });
	comment('The link, please');
	await workflows.activate(id);
	const asked = comment('Can I get the LINK?');
	comment('Nice!');
	write('info');
	write('Thanks anyway');

	// The first check after publishing comes right away.
	await workflows.deactivate(id);
	await workflows.activate(id);

	expect(await workflows.finished(id, 1)).toMatchObject([{ status: 'success' }]);
	const link = { text: 'Here is the link you asked for: https://example.com/guide' };
	const sent = fakeInstantDm.ledger.entries.filter(({ api }) => api === 'webhook');
	expect(sent.map(({ body }) => body)).toEqual([
		{ action: 'send_message', type: 'comment_reply', comment_id: asked.id, message: link },
		{
			action: 'post_comment',
			comment_id: asked.id,
			comment_text: '@user_000007 Thanks! Check your messages.',
		},
		{ action: 'send_message', type: 'dm', recipient_id: '2358708294000008', message: link },
	]);
	await workflows.deactivate(id);
});

it('several-accounts: each replies with its own link, and one place decides', async () => {
	const { workflows, publish, fakeInstantDm } = testbed();
	const shared = await workflows.create(await example('several-accounts-shared.json'));
	await workflows.activate(shared);
	const file = await example('several-accounts.json');
	const workflowId = { __rl: true, mode: 'id', value: shared };
	const { id, url } = await publish(changed(file, 'Decide what to reply', { workflowId }));

	const said = async (text: string) => {
		const { id: comment } = fakeInstantDm.instagram.add('comment', {
			...{ personId: '2358708294634624', postId: '18071354672638470', text },
		});
		expect(await announce(url, comment)).toEqual(ACCEPTED);
		return comment;
	};
	await said('Lovely picture!');
	const comment_id = await said('The Link, please');
	expect(await workflows.finished(id, 2)).toMatchObject([
		{ status: 'success' },
		{ status: 'success' },
	]);
	expect(fakeInstantDm.ledger.bodies()).toEqual([
		{
			...{ action: 'send_message', type: 'comment_reply', comment_id },
			message: {
				text: "Thank you for your comment! Anna's Bakery: https://example.com/annas-bakery",
			},
		},
	]);
});

it('voice-message-to-text: downloads a voice message and replies with its text', async () => {
	const transcribed: string[] = [];
	const app = express();
	app.get('/voice.mp4', (_request, response) => {
		response.type('audio/mp4').send('a voice');
	});
	app.post('/v1/audio/transcriptions', express.text({ type: () => true }), (request, response) => {
		transcribed.push(z.string().parse(request.body));
		response.json({ text: 'Are you open on Sunday?' });
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = addressSchema.parse(server.address());
	const at = `http://127.0.0.1:${port}`;
	try {
		const { rest, workflows, publish, fakeInstantDm } = testbed();
		const file = await example('voice-message-to-text.json');
		const { id, url } = await publish(await withModel(file, rest, `${at}/v1`));
		const attached = (mid: string, type: string) =>
			conversation(mid, {
				message: { attachments: [{ type, payload: { url: `${at}/voice.mp4` } }] },
			});
		expect(await deliver(url, 'dm_received', attached('m1', 'image'))).toEqual(ACCEPTED);
		expect(await deliver(url, 'dm_received', attached('m2', 'audio'))).toEqual(ACCEPTED);
		expect(await workflows.finished(id, 2)).toMatchObject([
			{ status: 'success' },
			{ status: 'success' },
		]);
		expect(transcribed).toEqual([expect.stringContaining('a voice')]);
		expect(fakeInstantDm.ledger.bodies()).toEqual([
			directMessage('Thanks for your voice message! I understood: “Are you open on Sunday?”'),
		]);
	} finally {
		server.close();
	}
});

it('n8n’s editor finds the output previews of the nodes', async () => {
	const previews = [
		'instantDm/1.0.0/message/send',
		'instantDm/1.0.0/comment/replyAndPrivateReply',
		'instantDmTrigger/2.0.0',
		'instantDmPollingTrigger/1.0.0',
	];
	for (const preview of previews) {
		const address = `${testbed().n8n.url}/schemas/n8n-nodes-instantdm.${preview}.json`;
		const response = await fetch(address, { headers: { cookie: testbed().rest.cookie } });
		expect(await response.json()).toMatchObject({ type: 'object' });
	}
});

it('are all tested', () => {
	const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
	expect([...tested].sort()).toEqual(files.sort());
});
