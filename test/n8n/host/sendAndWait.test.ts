import { omit } from 'lodash';
import { z } from 'zod';

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

/** The items that came out of a node in its run of that number. */
async function itemsOf(workflowId: string, name: string, run = 0) {
	const [execution] = await testbed().workflows.finished(workflowId, 1);
	expect(execution?.status).toBe('success');
	return execution?.runData[name]?.[run]?.data?.main?.[0] ?? [];
}

async function outputOf(...node: Parameters<typeof itemsOf>) {
	return (await itemsOf(...node)).map(({ json }) => json);
}

describe('a question in the chat', () => {
	it('is answered by a tap before n8n even waits, and the workflow goes on with it', async () => {
		const file = node('File', 'n8n-nodes-base.moveBinaryData', {
			...{ mode: 'jsonToBinary', options: { keepSource: true } },
		});
		const { id, url, inbox } = await publish(funnel(file, ask(), after()));
		const person = nobodyYet();
		// The person has the question long before InstantDM answers.
		testbed().fakeInstantDm.fail({ kind: 'slow', ms: 3000 });
		await askedFor(url, person);
		expect(await tap(inbox.url, person, 'Small')).toBe(RESUMED);

		const aString: unknown = expect.any(String);
		expect(await itemsOf(id, 'After')).toMatchObject([
			{
				json: {
					...{ event: 'comment', senderId: person },
					data: { value: 'S', title: 'Small' },
					response: {
						...{ senderId: person, messageId: aString },
						...{ occurredAt: aString, replyUntil: aString },
					},
					sent: { recipient_id: person },
				},
				binary: { data: { mimeType: 'application/json' } },
			},
		]);
		expect(await testbed().workflows.executions(inbox.id)).toEqual([]);
	});

	it('is answered after n8n was killed', async () => {
		const buttons = { responseType: 'approval', showAs: 'buttons' };
		const { id, url } = await publish(funnel(ask(buttons), after()));
		const person = nobodyYet();
		await askedFor(url, person);
		await waiting(id);
		await testbed().n8n.halt('SIGKILL');
		await testbed().n8n.resume();

		// Of the same workflow, whose trigger is for comments only.
		expect(await tap(url, person, 'Decline')).toBe(RESUMED);
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

	it('whose execution was deleted is an event like any other, with the plain value', async () => {
		const { id, url, inbox } = await publish(funnel(ask({ responseType: 'approval' }), after()));
		const person = nobodyYet();
		await askedFor(url, person);
		await waiting(id);
		const { rest, workflows } = testbed();
		const ids = (await workflows.executions(id)).map((execution) => execution.id);
		await rest.call('POST', '/executions/delete', z.unknown(), { ids });
		expect(await tap(inbox.url, person, 'Approve')).toBe(ACCEPTED);

		const [event] = await itemsOf(inbox.id, 'InstantDM Trigger');
		expect(event).toMatchObject({
			json: { event: 'dm_received', kind: 'quick_reply', quickReplyPayload: 'approve' },
		});
		expect(JSON.stringify(event)).not.toContain('n8n-instantdm');
	});

	it('goes on once however often a tap is delivered, and what comes with it starts its own', async () => {
		const { id, url, inbox } = await publish(funnel(ask(), after()));
		const person = nobodyYet();
		await askedFor(url, person);
		await waiting(id);
		const { fakeInstantDm, workflows } = testbed();
		const sent = JSON.stringify(fakeInstantDm.ledger.delivered(person)[0]?.body);
		const [small = '', medium = ''] = sent.match(/n8n-instantdm:[^"]+/g) ?? [];
		const element = (mid: string, message: object) => ({
			...{ sender: { id: person }, recipient: { id: '17841432111391196' }, timestamp: Date.now() },
			message: { mid: `${mid}-${person}`, ...message },
		});
		const reply = (mid: string, payload: string) =>
			element(mid, { text: 'Small', quick_reply: { payload } });
		const deliver = async (...messaging: object[]) => {
			const payload = { object: 'instagram', entry: [{ messaging }] };
			return (await fakeInstantDm.deliver(inbox.url, 'dm_received', payload, signed)).answer;
		};

		const swapped = small.replace(/[^:]+$/, 'Medium');
		for (const [mid, payload] of Object.entries({ swapped, 'cut off': medium.slice(0, -3) })) {
			expect(await deliver(reply(mid, payload))).toBe(ACCEPTED);
		}
		expect((await workflows.executions(id))[0]?.status).toBe('waiting');
		const tapped = reply('tap', small);
		expect(await deliver(tapped, element('text', { text: 'Thank you' }))).toBe(ACCEPTED);
		expect(await deliver(tapped)).toBe('{"status":"ignored","reason":"duplicate"}');
		expect(await outputOf(id, 'After')).toMatchObject([{ data: { value: 'S' } }]);
		const [newest] = await workflows.finished(inbox.id, 3);
		const [items] = newest?.runData['InstantDM Trigger']?.[0]?.data?.main ?? [];
		expect(items).toMatchObject([{ json: { kind: 'text', text: 'Thank you' } }]);
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

		const [before] = await outputOf(id, 'Earlier');
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

	it.each([
		['too long', [{ title: 'Small', value: 'S'.repeat(1000) }]],
		['of another choice', [{ title: 'Small' }, { title: 'Tiny', value: 'Small' }]],
	])('is refused with a value that is %s, and nothing is sent', async (problem, choice) => {
		const { id, url } = await publish(funnel(ask({ choices: { choice } }), after()));
		await comment(url, nobodyYet());
		const [execution] = await testbed().workflows.finished(id, 1);
		expect(execution?.error?.message).toContain(problem);
		expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
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
