import { omit } from 'lodash';

import { commentsFrom } from '../../support/host/commentsFrom';
import { A_SECOND, ACCEPTED, nobodyYet, questionsOf, RESUMED } from '../../support/host/questions';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, node, trigger } from '../../support/host/workflowFiles';

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

const { publish, comment, asked, askedFor, tap, waiting, untilTimeIsOver } = questionsOf(testbed);

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
		await askedFor(url, person);
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
		await askedFor(url, person);
		await waiting(id);
		await testbed().n8n.halt('SIGKILL');
		await testbed().n8n.resume();

		expect(await tap(inbox.url, person, 'Decline')).toBe(RESUMED);
		expect(await outputOf(id, 'After')).toMatchObject([{ data: { approved: false } }]);
	});

	it('takes one answer; another tap is an event like any other, with the plain value', async () => {
		const buttons = { showAs: 'buttons' };
		const { id, url, inbox } = await publish(funnel(ask(buttons), after()));
		const person = nobodyYet();
		await askedFor(url, person);
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
		for (const person of both) await askedFor(url, person);
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
		await askedFor(url, person);
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

	it('goes on with the input when the time is over, and an earlier answer is none', async () => {
		const earlier = node('Earlier', 'n8n-nodes-base.set', {
			values: { boolean: [{ name: 'data.approved', value: true }] },
		});
		const question = ask({ options: A_SECOND, showAs: 'buttons' });
		const { id, url, inbox } = await publish(funnel(earlier, question, after()));
		const person = nobodyYet();
		await askedFor(url, person);
		await untilTimeIsOver(id);

		const [before] = (await outputOf(id, 'Earlier')) ?? [];
		expect(before).toMatchObject({ senderId: person, data: { approved: true } });
		expect(await outputOf(id, 'After')).toEqual([omit(Object(before), 'data')]);
		expect(await tap(inbox.url, person, 'Small')).toBe(ACCEPTED);
	});

	it('stays what it was behind an error output, and is sent once under Retry On Fail', async () => {
		const settings = { onError: 'continueErrorOutput', retryOnFail: true, waitBetweenTries: 0 };
		const { id, url, inbox } = await publish(funnel(ask({}, settings), after()));
		const person = nobodyYet();
		await askedFor(url, person);
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
	const { id: commentId } = await comment(url, nobodyYet());
	await asked(commentId, 1);
	expect(await tap(inbox.url, commentId, 'Approve')).toBe(RESUMED);
	expect(await outputOf(id, 'After')).toMatchObject([{ commentId, data: { approved: true } }]);
});
