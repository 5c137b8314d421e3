import { randomUUID } from 'crypto';

import type { Request } from 'express';
import { omit } from 'lodash';
import type { INodeParameters, IRunExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { answerQuestion } from '../../../../../nodes/InstantDm/sendAndWait/webhook';
import { decodeReference, type TapReference } from '../../../../../nodes/shared/tap/reference';
import { createN8n } from '../../../../support/n8nCore/index';
import { Context } from '../../../../support/n8nCore/webhook';
import { nodeOf, servicesFor, workflowOf } from '../../../../support/n8nCore/workflow';
import { aString, credentialFor, useFakeInstantDm } from '../execution/sending';

/** The node, and as n8n makes it a tool and a human review of an agent. */
const nodes = ['instantDm', 'instantDmTool', 'instantDmHitlTool'].map((name) => {
	const node = new InstantDm();
	return Object.assign(node, { description: { ...node.description, name } });
});
const loaded = { nodes, credentialTypes: [new InstantDmApi()] };
const n8n = createN8n(loaded);

const PERSON = '2358708294634624';
const QUESTION = {
	...{ resource: 'message', operation: 'sendAndWait', recipientId: PERSON },
	...{ message: 'Which size?', responseType: 'choice', showAs: 'quickReplies' },
	choices: { choice: [{ title: 'Small', value: 'S' }, { title: 'Medium' }] },
};
const UNTIL = {
	limitWaitTime: {
		values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2199-01-31T18:00:00Z' },
	},
};
/** The braces would end an expression. */
const NAME = 'Ask {{ "size" }}';

const test = useFakeInstantDm();

async function ask(
	more: Partial<Parameters<typeof n8n.runNode>[0]> = {},
	parameters: INodeParameters = {},
) {
	return await n8n.runNode({
		...{ type: 'instantDm', name: NAME, credential: credentialFor(test.fakeInstantDm) },
		...more,
		parameters: { ...QUESTION, options: UNTIL, ...parameters },
	});
}

const repliesSchema = z.object({
	message: z.object({ quick_replies: z.array(z.object({ payload: z.string() })) }),
});

/** What the quick replies of the newest question refer to. */
function offered(): TapReference[] {
	const body = repliesSchema.parse(test.fakeInstantDm.ledger.bodies().at(-1));
	return body.message.quick_replies.flatMap(({ payload }) => decodeReference(payload) ?? []);
}

const response = { senderId: PERSON, messageId: 'mid', occurredAt: null, replyUntil: null };

/** A call of the waiting webhook of the execution as n8n has stored it. */
function answer(data: IRunExecutionData | null, body: object, type = 'instantDm') {
	const workflow = workflowOf(loaded, { nodes: [{ name: NAME, type }] });
	const services = servicesFor(loaded, workflow, 'webhook');
	services.httpRequest = z.custom<Request>().parse({ body });
	const [webhookDescription] = nodes[0]?.description.webhooks ?? [];
	if (!webhookDescription) throw new Error('The node has no webhook');
	const webhook = {
		...({
			httpMethod: 'POST',
			node: NAME,
			path: 'id',
			webhookDescription,
			workflowId: '1',
		} as const),
		workflowExecuteAdditionalData: services,
	};
	const node = nodeOf(workflow, NAME);
	return answerQuestion(
		new Context(workflow, node, services, 'webhook', webhook, [], structuredClone(data)),
	);
}

const tapOf = ({ value = '', proof = '' }: Partial<TapReference> = {}) => ({
	...{ value, proof, response },
});

const NOT_WAITING = { webhookResponse: { status: 'notWaiting' } };

describe('a question', () => {
	it('puts the execution to wait, and one that cannot be sent does not', async () => {
		const { run } = await ask();
		expect(run).toMatchObject({ status: 'waiting', waitTill: new Date('2199-01-31T18:00:00Z') });

		test.fakeInstantDm.configure({ credits: 0 });
		const refused = await ask();
		expect(refused.run.waitTill).toBeUndefined();
		expect(refused.error).toMatchObject({ httpCode: '402' });
	});

	it('waits from when it was sent, however long it had to queue', async () => {
		const limitWaitTime = { values: { resumeAmount: 1, resumeUnit: 'minutes' } };
		const { run } = await ask({}, { options: { limitWaitTime } });
		const [sent = Infinity] = test.fakeInstantDm.ledger.delivered().map(({ at }) => Date.parse(at));
		expect(Number(run.waitTill)).toBeGreaterThanOrEqual(sent + 60_000);
	});

	it('has a proof of its own each time, with the same value', async () => {
		const executionId = '7';
		await ask({ executionId });
		const [first] = offered();
		await ask({ executionId });
		const [second] = offered();
		expect(second).toEqual({ ...first, proof: aString });
		expect(second?.proof).not.toBe(first?.proof);
	});

	it('is signed as n8n checks it: without the path that a proxy takes off', async () => {
		const executionId = '8';
		await ask({ executionId, n8nUrl: 'https://example.com' });
		const [outside] = offered();
		await ask({ executionId, n8nUrl: 'https://example.com/some/path' });
		const [behindPath] = offered();
		expect(behindPath?.signature).toMatch(/^\w{10,}$/);
		expect(behindPath?.signature).toBe(outside?.signature);
	});

	it.each([
		['a second item', { items: [{}, {}] }, {}, 'Send and Wait takes one item at a time'],
		[
			'a value too long for a payload',
			{},
			{ choices: { choice: [{ title: 'Small', value: 'S'.repeat(1000) }] } },
			'characters too long',
		],
		[
			'the same value twice',
			{},
			{ choices: { choice: [{ title: 'Small' }, { title: 'Tiny', value: 'Small' }] } },
			'has the value of another choice',
		],
		[
			'a time that is over',
			{},
			{
				options: {
					limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' } },
				},
			},
			'is over already',
		],
	])('is refused with %s, and nothing is sent', async (_, more, parameters, problem) => {
		const { error, run } = await ask(more, parameters);
		expect(error?.message).toContain(problem);
		expect(run.waitTill).toBeUndefined();
		expect(test.fakeInstantDm.ledger.entries).toEqual([]);
	});

	it('is the same in another try, and sent once', async () => {
		test.fakeInstantDm.fail({ kind: 'reset', delivered: true });
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { run } = await ask({ settings });
		expect(run.waitTill).toBeUndefined();
		expect(test.fakeInstantDm.ledger.delivered()).toHaveLength(1);
	});

	it.each([{}, { retryOnFail: true }])(
		'is asked again by an execution that is retried by hand, whose taps the first would get: %j',
		async (settings) => {
			const executionId = randomUUID();
			const retry = { executionId: `${executionId}-2`, mode: 'retry' as const };
			await ask({ settings, executionId });
			const { run } = await ask({ settings, ...retry, retryOf: executionId });
			expect(offered().map((reference) => reference.executionId)).toEqual([
				retry.executionId,
				retry.executionId,
			]);
			expect(answer(run.data, tapOf(offered()[0])).workflowData).toHaveLength(1);
		},
	);
});

describe('a tap', () => {
	it('resumes with the input, its files and the answer', async () => {
		const binary = { data: { data: 'QQ==', mimeType: 'text/plain' } };
		const { run } = await ask({ items: [{ json: { order: 1, data: 'old' }, binary }] });
		const [small] = offered();
		expect(answer(run.data, tapOf(small))).toEqual({
			webhookResponse: { status: 'resumed' },
			workflowData: [
				[
					expect.objectContaining({
						json: {
							...{ order: 1, response, data: { value: 'S', title: 'Small' } },
							sent: { recipient_id: PERSON, message_id: aString },
						},
						binary,
					}),
				],
			],
		});
	});

	it('resumes a tool with the answer alone', async () => {
		const type = 'instantDmTool';
		const { run } = await ask({ type, items: [{ approved: true }] });
		const { workflowData } = answer(run.data, tapOf(offered()[1]), type);
		expect(workflowData).toEqual([
			[
				{
					json: {
						response,
						data: { value: 'Medium', title: 'Medium' },
						sent: expect.anything() as unknown,
					},
				},
			],
		]);
	});

	it('counts once, of two at the same time too', async () => {
		const { run } = await ask();
		const [small, medium] = offered();
		expect(answer(run.data, tapOf(small)).workflowData).toHaveLength(1);
		expect(answer(run.data, tapOf(medium))).toEqual(NOT_WAITING);
	});

	it('answers nothing but its own question', async () => {
		await ask();
		const [other] = offered();
		const { run } = await ask();
		const [small, medium] = offered();
		const forged = [
			other,
			{ ...small, value: 'Medium' },
			{ ...small, proof: medium?.proof ?? '' },
			{ ...small, proof: '' },
			{ ...small, value: 'L' },
			{},
		];
		for (const reference of forged) expect(answer(run.data, tapOf(reference))).toEqual(NOT_WAITING);
		for (const body of [{}, [], { ...tapOf(small), more: 1 }]) {
			expect(answer(run.data, body)).toEqual(NOT_WAITING);
		}
		expect(answer(null, tapOf(small))).toEqual(NOT_WAITING);
		expect(answer(run.data, tapOf(small)).workflowData).toHaveLength(1);
	});
});

describe('without an answer', () => {
	/** What n8n passes on when the time is over: the input that it has stored. */
	async function timeIsOver(type: string, item: object) {
		const { run } = await ask({ type, items: [{ ...item }] });
		return run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0]?.map(({ json }) => json);
	}
	const earlier = { order: 1, approved: true, data: { approved: true }, chatInput: 'Hi' };
	const sent: unknown = { recipient_id: PERSON, message_id: aString };

	it('the input goes on, but for the answer to an earlier question', async () => {
		expect(await timeIsOver('instantDm', earlier)).toEqual([omit(earlier, 'data')]);
	});

	it('a model hears of it, and what it has called a tool with is no answer', async () => {
		const note = 'There was no answer in time.';
		expect(await timeIsOver('instantDmTool', earlier)).toEqual([{ note, sent }]);
		expect(await timeIsOver('instantDmHitlTool', earlier)).toEqual([
			{ chatInput: `Not approved. ${note}`, sent },
		]);
	});

	it('for want of a question, a human review says why', async () => {
		test.fakeInstantDm.configure({ credits: 0 });
		const [review] = (await ask({ type: 'instantDmHitlTool' })).items;
		expect(review?.chatInput).toMatch(/^Not approved. The question could not be sent. .+ credits:/);
		const [tool] = (await ask({ type: 'instantDmTool' })).items;
		expect(tool).toMatchObject({ httpCode: '402' });
		expect(tool).not.toHaveProperty('chatInput');
	});
});
