import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';

import { bothReplies, directMessage, matching, people, start, useFakeInstantDm } from './sending';

const site = useFakeInstantDm();
const goOn = { onError: 'continueRegularOutput' } as const;
const hourlyLimit = { kind: 'documented', error: 'hourlyLimit' } as const;
const throttle = ({ retryAfter }: { retryAfter: number }) => ({
	kind: 'answer' as const,
	status: 400,
	headers: { 'Content-Type': 'application/json', 'Retry-After': String(retryAfter) },
	body: JSON.stringify({ error: { message: 'Slow down', type: 'OAuthException', code: 613 } }),
});

/** An execution of its own. */
async function execution(parameters = directMessage(), items: IDataObject[] = people(1)) {
	return (await start(site.fakeInstantDm, parameters, items, goOn).done).items;
}
const calls = () => site.fakeInstantDm.ledger.entries.length;

describe('a limit that one execution ran into', () => {
	it('by the hour: nobody else sends, each item says from when on it may work', async () => {
		site.fakeInstantDm.fail({ ...hourlyLimit, retryAfter: 600 });
		const begin = Date.now();
		const first = await execution(directMessage({ concurrency: 1 }), people(3));
		const second = await execution(bothReplies());
		expect(calls()).toBe(1);
		const failed = [...first, ...second];
		expect(failed).toHaveLength(4);
		for (const item of failed) {
			expect(item).toMatchObject({ retryable: true, delivery: 'notSent', retryAt: matching(/Z$/) });
		}
		expect(second).toMatchObject([
			{ httpCode: null, error: matching(/^Your plan's hourly limit is reached: /) },
		]);
		const returns = failed.map(({ retryAt }) => new Date(retryAt as string).getTime());
		expect(returns[0]).toBeGreaterThanOrEqual(begin + 600_000);
		for (const [index, at] of returns.entries()) {
			expect(at - (returns[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(200);
		}
	});

	it('of Instagram’s: only the same operation is held', async () => {
		site.fakeInstantDm.fail(throttle({ retryAfter: 60 }));
		await execution(directMessage());
		const [held] = await execution(directMessage());
		expect(held).toMatchObject({
			error: matching(/^Instagram is limiting/),
			httpCode: null,
			retryable: true,
		});
		expect(await execution(bothReplies())).toMatchObject([{ reply: {}, privateReply: {} }]);
	});

	it('is over for all once a call was accepted', async () => {
		site.fakeInstantDm.fail(throttle({ retryAfter: 1 }));
		await execution(directMessage());
		const waiting = directMessage({ onRateLimit: 'wait' });
		const items = await Promise.all([execution(waiting), execution(waiting)]);
		expect(items.flat().map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(await execution(directMessage())).toMatchObject([{ recipient_id: '1000' }]);
	});

	it('is nothing to what only reads', async () => {
		site.fakeInstantDm.fail({ ...hourlyLimit, retryAfter: 600 });
		await execution(directMessage());
		const [account] = await execution({ resource: 'account', operation: 'get', options: {} });
		expect(account?.error).toBeUndefined();
	});
});

it('holds the pace over executions, and tells who would wait for longer than it may', async () => {
	const paced = directMessage({ requestsPerSecond: 0.001, maxWait: 5 });
	await execution(paced);
	expect(await execution(paced)).toMatchObject([
		{
			error: matching(
				/^Not sent: its turn would come in about [\d,]+ seconds, longer than 'Max Wait'/,
			),
			...{ httpCode: null, retryable: true, delivery: 'notSent', retryAt: matching(/Z$/) },
		},
	]);
	expect(await execution(directMessage())).toMatchObject([{ recipient_id: '1000' }]);
	expect(calls()).toBe(2);
});

it.each([{}, { requestsPerSecond: 20 }, { requestsPerSecond: 20, concurrency: 1 }])(
	'sends what need not wait for others with a Max Wait of 0: %j',
	async (options) => {
		const parameters = directMessage({ ...options, maxWait: 0 });
		const items = await execution(parameters, people(4));
		expect(items.map(({ error }) => error)).toEqual(people(4).map(() => undefined));
	},
);

it('tells n8n’s own back-off too from when on it may work', async () => {
	site.fakeInstantDm.fail({ ...hourlyLimit, retryAfter: 600 });
	const { error } = await start(site.fakeInstantDm, directMessage(), people(1)).done;
	expect(error).toMatchObject({
		context: { retryAt: matching(/Z$/) },
		failure: { cause: 'rate-limited', resetsAtEpochMs: expect.any(Number) as number },
	});
});

it('gives no time to come back where that would not help', async () => {
	site.fakeInstantDm.fail({ kind: 'instagram', code: 551, status: 400 });
	expect(await execution()).toMatchObject([{ retryable: false, retryAt: null }]);
});

describe('the advice', () => {
	type Failure = Parameters<typeof site.fakeInstantDm.fail>[0];
	const hourly = { ...hourlyLimit, retryAfter: 7200 };
	const adviceWith = async (options: NodeParameterValueType, failure: Failure) => {
		site.fakeInstantDm.fail(failure);
		return (await execution(directMessage(options)))[0]?.error;
	};

	it.each([
		['the hourly limit', hourly, {}, /set 'On Rate Limit' to 'Wait' and 'Max Wait' to 3600/],
		['a limit of Instagram’s', throttle({ retryAfter: 60 }), {}, /set 'Requests per Second'/],
		[
			'a wait that is too long',
			hourly,
			{ onRateLimit: 'wait' },
			/about 7,200 more seconds, longer than 'Max Wait' allows/,
		],
	])('names what can be set: %s', async (_, failure, options, advice) => {
		expect(await adviceWith(options, failure)).toMatch(advice);
	});

	it.each([
		[{ onRateLimit: 'wait', maxWait: 3600 }, hourly, /set 'On Rate Limit'|'Max Wait' to/],
		[{ maxWait: 7200 }, hourly, /'Max Wait' to/],
		[{ requestsPerSecond: 20 }, throttle({ retryAfter: 60 }), / set 'Requests per Second'/],
	])('never tells a person to set what is set: %j', async (options, failure, advice) => {
		expect(await adviceWith(options, failure)).not.toMatch(advice);
	});

	it('says that a wait took too long, of one that waited for the call that finds out', async () => {
		site.fakeInstantDm.fail(throttle({ retryAfter: 1 }));
		site.fakeInstantDm.fail({ kind: 'slow', ms: 2000 });
		await execution(directMessage());
		const [, [late]] = await Promise.all([
			execution(directMessage({ onRateLimit: 'wait' })),
			execution(directMessage({ onRateLimit: 'wait', maxWait: 2 })),
		]);
		expect(late?.error).toMatch(/ Waiting took longer than 'Max Wait' allows\./);
	});

	it.each([
		{ resource: 'account', operation: 'get', options: {} },
		{ resource: 'post', operation: 'publish', containerId: '17889615691921648', options: {} },
	])('never tells a person to set what the form has not: %j', async (parameters) => {
		site.fakeInstantDm.fail(hourly, { times: 'always' });
		const [failed] = await execution(parameters);
		expect(failed?.error).toMatch(/^Your plan's hourly limit is reached: /);
		expect(failed?.error).not.toMatch(/set '/);
	});
});
