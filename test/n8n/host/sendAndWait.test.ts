import { omit } from 'lodash';

import { commentsFrom } from '../../support/host/commentsFrom';
import { poll } from '../../support/host/poll';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, node, trigger, type WorkflowFile } from '../../support/host/workflowFiles';

const testbed = useTestbed();

const signed = { secret: WEBHOOK_SECRET };
const SIZES = { choice: [{ title: 'Small', value: 'S' }, { title: 'Medium' }] };
const QUESTION = {
	resource: 'message',
	operation: 'sendAndWait',
	recipientId: '={{ $json.senderId }}',
	message: 'Which size?',
	responseType: 'choice',
	choices: SIZES,
};

/** The braces would end an expression. */
const ASK = 'Ask {{ "size" }}';

const ask = (parameters: object = {}, settings: object = {}) =>
	action(ASK, { ...QUESTION, ...parameters }, settings);
const after = () => node('After', 'n8n-nodes-base.noOp', {});
const funnel = (...nodes: Parameters<typeof chain>[1][]) => chain('Funnel', trigger(), ...nodes);

/** Publishes the workflow, and one beside it that all taps are delivered to. */
async function publish(workflow: WorkflowFile) {
	const all = ['comment', 'dm_received', 'postback'];
	const options = { includePayload: true };
	const inbox = await testbed().publish(chain('Inbox', trigger({ events: all, options })));
	return { ...(await testbed().publish(workflow)), inbox };
}

let people = 0;
const nobodyYet = () => String(23587082946000 + ++people);

/** Someone comments; answers once their question is out. */
async function commentOf(url: string, personId: string): Promise<void> {
	const { fakeInstantDm } = testbed();
	const row = { personId, postId: '18071354672638470', text: 'Which sizes are there?' };
	const { id } = fakeInstantDm.instagram.add('comment', row);
	const { answer } = await fakeInstantDm.announce(url, id, signed);
	expect(answer).toBe(ACCEPTED);
	await asked(personId, 1);
}

async function asked(person: string, questions: number): Promise<void> {
	const { fakeInstantDm } = testbed();
	await poll(`${questions} questions are out`, () =>
		Promise.resolve(fakeInstantDm.ledger.delivered(person).length >= questions || undefined),
	);
}

/** Someone taps; what the trigger of the inbox answers. */
async function tap(url: string, to: string, title: string): Promise<string> {
	return (await testbed().fakeInstantDm.tap(url, { to, title }, signed)).answer;
}

const RESUMED = '{"status":"resumed"}';
const ACCEPTED = '{"status":"accepted","items":1}';

/** What came out of a node in its run of that number. */
async function outputOf(workflowId: string, name: string, run = 0) {
	const [execution] = await testbed().workflows.finished(workflowId, 1);
	expect(execution?.status).toBe('success');
	return execution?.runData[name]?.[run]?.data?.main?.[0]?.map(({ json }) => json);
}

describe('a question in the chat', () => {
	it('is answered by a tap as soon as it is out, and the workflow goes on with it', async () => {
		const { id, url, inbox } = await publish(funnel(ask(), after()));
		const person = nobodyYet();
		await commentOf(url, person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);

		expect(await outputOf(id, 'After')).toMatchObject([
			{
				event: 'comment',
				senderId: person,
				data: { value: 'S', title: 'Small' },
				response: {
					senderId: person,
					messageId: expect.any(String) as unknown,
					occurredAt: expect.any(String) as unknown,
					replyUntil: expect.any(String) as unknown,
				},
				sent: { recipient_id: person },
			},
		]);
		expect(await testbed().workflows.executions(inbox.id)).toEqual([]);
	});

	it('is answered after n8n was killed', async () => {
		const buttons = { responseType: 'approval', showAs: 'buttons' };
		const { id, url, inbox } = await publish(funnel(ask(buttons), after()));
		const person = nobodyYet();
		await commentOf(url, person);
		await poll('n8n has stored the execution', async () =>
			(await testbed().workflows.executions(id))[0]?.status === 'waiting' ? true : undefined,
		);
		await testbed().n8n.halt('SIGKILL');
		await testbed().n8n.resume();

		expect(await tap(inbox.url, person, 'Decline')).toBe(RESUMED);
		expect(await outputOf(id, 'After')).toMatchObject([{ data: { approved: false } }]);
	});

	it('takes one answer; another tap is an event like any other, with the plain value', async () => {
		const buttons = { showAs: 'buttons' };
		const { id, url, inbox } = await publish(funnel(ask(buttons), after()));
		const person = nobodyYet();
		await commentOf(url, person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);
		expect(await outputOf(id, 'After')).toMatchObject([{ data: { value: 'S' } }]);
		expect(await tap(inbox.url, person, 'Medium')).toBe(ACCEPTED);

		const [event] = await testbed().workflows.finished(inbox.id, 1);
		const [output] = event?.runData['InstantDM Trigger']?.[0]?.data?.main ?? [];
		expect(output).toMatchObject([{ json: { event: 'postback', payload: 'Medium' } }]);
		expect(JSON.stringify(output)).not.toContain('n8n-instantdm');
	});

	it('two people at the same time answer each their own', async () => {
		const { id, url, inbox } = await publish(funnel(ask(), after()));
		const both = [nobodyYet(), nobodyYet()];
		for (const person of both) await commentOf(url, person);
		const taps = both.map((person) => tap(inbox.url, person, 'Small'));
		expect(await Promise.all(taps)).toEqual([RESUMED, RESUMED]);
		const executions = await testbed().workflows.finished(id, 2);
		const answers = executions.map(({ runData }) => runData.After?.[0]?.data?.main?.[0]?.[0]?.json);
		expect(answers).toHaveLength(2);
		for (const answer of answers) expect(answer).toMatchObject({ data: { value: 'S' } });
	});

	it('in a loop, a tap answers the round it belongs to', async () => {
		const again = node('Again?', 'n8n-nodes-base.if', {
			conditions: { string: [{ value1: '={{ $json.data.value }}', value2: 'S' }] },
		});
		const workflow = funnel(ask({ showAs: 'buttons' }), again);
		workflow.connections[again.name] = { main: [[{ node: ASK, type: 'main', index: 0 }]] };
		const { id, url, inbox } = await publish(workflow);
		const person = nobodyYet();
		await commentOf(url, person);
		const [first] = testbed().fakeInstantDm.ledger.delivered(person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);
		await asked(person, 2);
		const { entries } = testbed().fakeInstantDm.ledger;
		const [second] = entries.splice(
			entries.findIndex(({ call }) => call !== first?.call),
			1,
		);
		expect(await tap(inbox.url, person, 'Medium')).toBe(ACCEPTED);
		if (second) entries.push(second);
		expect(await tap(inbox.url, person, 'Medium')).toBe(RESUMED);
		expect(await outputOf(id, ASK, 1)).toMatchObject([{ data: { value: 'Medium' } }]);
	});

	it('goes on with the input as it was when the time is over', async () => {
		const values = { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' };
		const options = { limitWaitTime: { values } };
		const { id, url, inbox } = await publish(funnel(ask({ options, showAs: 'buttons' }), after()));
		const person = nobodyYet();
		await commentOf(url, person);
		const [json] = (await outputOf(id, 'After')) ?? [];
		expect(json).toMatchObject({ event: 'comment', senderId: person });
		expect(json).not.toHaveProperty('data');
		expect(await tap(inbox.url, person, 'Small')).toBe(ACCEPTED);
	});

	it('stays what it was behind an error output, and is sent once under Retry On Fail', async () => {
		const settings = { onError: 'continueErrorOutput', retryOnFail: true, waitBetweenTries: 0 };
		const { id, url, inbox } = await publish(funnel(ask({}, settings), after()));
		const person = nobodyYet();
		await commentOf(url, person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);
		expect(await outputOf(id, 'After')).toMatchObject([{ event: 'comment', data: { value: 'S' } }]);
		expect(testbed().fakeInstantDm.ledger.delivered(person)).toHaveLength(1);
	});

	it('that cannot be sent fails as a message does, and nothing waits', async () => {
		const { id, url } = await publish(funnel(ask(), after()));
		testbed().fakeInstantDm.configure({ credits: 0 });
		const person = nobodyYet();
		await testbed().fakeInstantDm.deliver(url, 'comment', commentsFrom([person]), signed);
		const [execution] = await testbed().workflows.finished(id, 1);
		expect(execution).toMatchObject({ status: 'error', error: { httpCode: '402' } });
	});

	it('is for one person at a time: several items are refused, and nothing is sent', async () => {
		const { id, url } = await publish(funnel(ask(), after()));
		const two = commentsFrom([nobodyYet(), nobodyYet()]);
		await testbed().fakeInstantDm.deliver(url, 'comment', two, signed);
		const [execution] = await testbed().workflows.finished(id, 1);
		expect(execution?.error?.message).toBe('Send and Wait takes one item at a time');
		expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
	});
});

it('a reply to a comment asks as well', async () => {
	const reply = { resource: 'comment', commentId: '={{ $json.commentId }}' };
	const parameters = { ...omit(QUESTION, 'recipientId'), ...reply, responseType: 'approval' };
	const { id, url, inbox } = await publish(funnel(action(ASK, parameters), after()));
	const { fakeInstantDm } = testbed();
	const { id: comment } = fakeInstantDm.instagram.add('comment', {
		...{ personId: nobodyYet(), postId: '18071354672638470', text: 'Price?' },
	});
	await fakeInstantDm.announce(url, comment, signed);
	await asked(comment, 1);
	expect(await tap(inbox.url, comment, 'Approve')).toBe(RESUMED);
	expect(await outputOf(id, 'After')).toMatchObject([
		{ commentId: comment, data: { approved: true } },
	]);
});
