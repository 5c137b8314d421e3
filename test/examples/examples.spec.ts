import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { host } from '../support/host/globals';
import { poll } from '../support/host/poll';
import { runSql } from '../support/host/sqlite';
import { WEBHOOK_SECRET } from '../support/host/testbed';
import { useTestbed } from '../support/host/useTestbed';
import { readWorkflow, withCredential, type WorkflowFile } from '../support/host/workflowFiles';
import { eventNumber, samples, type EventName } from '../support/fakeInstantDm/deliveries/events';
import { startChatModel } from '../support/host/chatModel';
import { dataTablesOf } from '../support/host/dataTables';
import { withModel } from '../support/host/withModel';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
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

const ACCEPTED = { status: 'accepted', items: 1 };
const ACCOUNT = samples.dm_received.entry[0]?.messaging[0]?.recipient;
const PERSON = samples.dm_received.entry[0]?.messaging[0]?.sender;

/** Something that a person did in the conversation with the account, with an id of its own. */
function conversation(mid: string, element: Record<string, object>): object {
	const parts = Object.entries(element).map(([key, value]) => [key, { mid, ...value }]);
	const what = Object.fromEntries(parts) as object;
	const messaging = [{ sender: PERSON, recipient: ACCOUNT, timestamp: Date.now(), ...what }];
	return { object: 'instagram', entry: [{ messaging }] };
}

const message = (mid: string, text: string) => conversation(mid, { message: { text } });
const button = (mid: string, payload: string) =>
	conversation(mid, { postback: { title: 'A button', payload } });

const directMessage = (text: string) => ({
	action: 'send_message',
	type: 'dm',
	recipient_id: PERSON?.id,
	message: { text },
});

it('comment-to-private-and-public-reply: answers a keyword twice, other comments not at all', async () => {
	const { id, url } = await testbed().publish(
		await example('comment-to-private-and-public-reply.json'),
	);

	const comment = structuredClone(samples.comment);
	expect(await deliver(url, 'comment', comment)).toEqual({ status: 'ignored', reason: 'filter' });
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
			comment_text: '@user123 Thanks! We have sent you a message.',
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
			directMessage(`A haircut is 30, a shave is 20. ${again}`),
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

it('questions-into-a-table: a row for each answer, one for an answer that comes twice', async () => {
	const { id, url } = await testbed().publish(await example('questions-into-a-table.json'));
	expect(await testbed().workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });

	expect(await deliver(url, 'question_answered', samples.question_answered)).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 2);
	await restartN8n(url);
	expect(await deliver(url, 'question_answered', samples.question_answered)).toEqual(ACCEPTED);
	const skipped = { ...samples.question_answered, attempt_no: '2', skip: true, user_response: '' };
	expect(await deliver(url, 'question_answered', skipped)).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 4);

	const tables = await dataTablesOf(testbed().rest);
	expect(await tables.rows('instagram answers')).toMatchObject([
		{
			answeredAt: '2026-04-29T17:11:59.000Z',
			senderId: '2358708294634624',
			username: 'user123',
			question: "What's your email?",
			variable: 'user_email',
			answer: 'user@example.com',
			skipped: false,
		},
		{ answer: '', skipped: true },
	]);
});

it('flow-to-lead-list: one lead, though the trigger has forgotten the first delivery', async () => {
	const { id, url } = await testbed().publish(await example('flow-to-lead-list.json'));
	expect(await testbed().workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });

	expect(await deliver(url, 'flow_completed', samples.flow_completed)).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 2);
	await restartN8n(url);
	expect(await deliver(url, 'flow_completed', samples.flow_completed)).toEqual(ACCEPTED);
	expect(await deliver(url, 'flow_completed', eventNumber('flow_completed', 2))).toEqual(ACCEPTED);
	await testbed().workflows.finished(id, 4);

	const tables = await dataTablesOf(testbed().rest);
	const lead = {
		email: 'user@example.com',
		phone: '+919876543210',
		username: 'user123',
		flow: 'Lead Gen Flow',
		tags: 'lead, vip',
	};
	expect(await tables.rows('instagram leads')).toMatchObject([
		{ ...lead, senderId: '2358708294634624', completedAt: '2026-04-29T17:17:15.000Z' },
		{ ...lead, senderId: '2358708294000002' },
	]);
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

it('broadcast-with-retry-list: writes down what became of each, and takes up who is left', async () => {
	const workflow = await example('broadcast-with-retry-list.json');
	const id = await testbed().workflows.create(
		withCredential(workflow, await testbed().addCredential()),
	);
	expect(await testbed().workflows.runManually(id, SETUP)).toMatchObject({ status: 'success' });
	const tables = await dataTablesOf(testbed().rest);
	const later = new Date(Date.now() + 3_600_000).toISOString();
	const person = (number: number, replyUntil = later) => ({
		recipientId: `235870829400000${number}`,
		name: `Person ${number}`,
		replyUntil,
		status: 'todo',
		reason: '',
	});
	const people = [person(1), person(2), person(3), person(4), person(5, '2026-01-01T00:00:00Z')];
	await tables.insert('instagram broadcast', people);
	const [ann, bob, cid, dan, late] = people.map(({ recipientId }) => recipientId);
	testbed().fakeInstantDm.fail({ kind: 'answer', status: 408, body: '{}' }, { to: bob });
	testbed().fakeInstantDm.fail({ kind: 'instagram', code: 10, subcode: 2534022 }, { to: cid });
	testbed().fakeInstantDm.fail({ kind: 'reset', delivered: true }, { to: dan });

	expect(await testbed().workflows.runManually(id, 'Click to send')).toMatchObject({
		status: 'success',
	});

	expect(testbed().fakeInstantDm.ledger.reached().sort()).toEqual([ann, dan]);
	expect(await tables.rows('instagram broadcast')).toMatchObject([
		{ recipientId: ann, status: 'sent', reason: '' },
		{ recipientId: bob, status: 'retry', reason: expect.stringContaining('timed out') as unknown },
		{ recipientId: cid, status: 'failed', reason: expect.stringContaining('window') as unknown },
		{ recipientId: dan, status: 'unknown' },
		{ recipientId: late, status: 'todo' },
	]);

	expect(await testbed().workflows.runManually(id, 'Click to send')).toMatchObject({
		status: 'success',
	});

	expect(testbed().fakeInstantDm.ledger.reached().sort()).toEqual([ann, bob, dan]);
	expect(await tables.rows('instagram broadcast')).toMatchObject([
		{ status: 'sent' },
		{ recipientId: bob, status: 'sent', reason: '' },
		{ status: 'failed' },
		{ status: 'unknown' },
		{ status: 'todo' },
	]);
});

it('ai-agent-answers-messages: the agent answers the sender, in the words of the model', async () => {
	const model = await startChatModel({ text: 'A haircut is 30.' });
	try {
		const workflow = await example('ai-agent-answers-messages.json');
		const { id, url } = await testbed().publish(
			await withModel(workflow, testbed().rest, model.url),
		);

		const question = message('m10', 'What is a haircut?');
		expect(await deliver(url, 'dm_received', question)).toEqual(ACCEPTED);

		const [execution] = await testbed().workflows.finished(id, 1);
		expect(execution).toMatchObject({ status: 'success' });
		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([directMessage('A haircut is 30.')]);
		expect(model.requests).toHaveLength(2);
		expect(model.requests[0]?.messages).toContainEqual({
			role: 'user',
			content: 'What is a haircut?',
		});
	} finally {
		await model.close();
	}
});

it('one-trigger-as-a-router: each event takes its own way', async () => {
	const { id, url } = await testbed().publish(await example('one-trigger-as-a-router.json'));
	const ways: [EventName, string, object[]][] = [
		[
			'comment',
			'Thank for the comment',
			[
				{
					action: 'post_comment',
					comment_id: '17890000001',
					comment_text: 'Thank you, user000001!',
				},
			],
		],
		[
			'dm_received',
			'Answer the message',
			[directMessage('Thank you for your message. We will answer as soon as we can.')],
		],
		['postback', 'Answer the button', [directMessage('You chose: Get Started')]],
		['question_answered', 'Your nodes for answers', []],
		[
			'flow_completed',
			'Thank for taking part',
			[directMessage('Thank you, user123! We have everything we need.')],
		],
	];

	for (const [index, [event, way, bodies]] of ways.entries()) {
		expect(await deliver(url, event, eventNumber(event, 1))).toEqual(ACCEPTED);
		const [execution] = await testbed().workflows.finished(id, index + 1);
		expect(Object.keys(execution?.runData ?? {})).toEqual(['Everything from InstantDM', way]);
		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual(
			bodies.map((body) =>
				'recipient_id' in body ? { ...body, recipient_id: '2358708294000001' } : body,
			),
		);
		testbed().fakeInstantDm.reset();
	}
});

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

it('n8n’s editor finds the output previews of the nodes', async () => {
	const previews = [
		'instantDm/1.0.0/message/send',
		'instantDm/1.0.0/comment/replyAndPrivateReply',
		'instantDmTrigger/1.0.0',
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
