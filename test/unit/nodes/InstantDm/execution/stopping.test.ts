import { setTimeout as pause } from 'node:timers/promises';

import { z } from 'zod';

import {
	aString,
	bothReplies,
	directMessage,
	matching,
	people,
	start,
	useFakeInstantDm,
} from './sending';

const site = useFakeInstantDm();
const goOn = { onError: 'continueRegularOutput' } as const;

const documented = (
	error: 'invalidKey' | 'noCredits' | 'noApiPlan' | 'noInstagram' | 'hourlyLimit',
) => ({ kind: 'documented', error }) as const;
const instagram = (code: number, subcode?: number) =>
	({ kind: 'instagram', code, ...(subcode !== undefined && { subcode }), status: 400 }) as const;

describe('a run that every further call would fail in', () => {
	it.each([
		['401', documented('invalidKey'), false],
		['402', documented('noCredits'), false],
		['403', documented('noApiPlan'), false],
		['404', documented('noInstagram'), false],
		['429', documented('hourlyLimit'), true],
		['400', instagram(190, 463), false],
		['400', instagram(10, 2534077), false],
		['400', instagram(4), true],
		['400', instagram(17), true],
		['400', instagram(32), true],
		['400', instagram(613, 2534040), true],
		['400', instagram(80002), true],
	])('stops: %s %j; may be sent again: %s', async (httpCode, failure, retryable) => {
		site.fakeInstantDm.fail(failure, { call: 4, times: 'always' });
		const { items } = await start(
			site.fakeInstantDm,
			directMessage({ concurrency: 1 }),
			people(8),
			goOn,
		).done;
		expect(items.slice(0, 3).map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(items[3]).toMatchObject({ httpCode, retryable, delivery: 'notSent' });
		for (const left of items.slice(4)) {
			expect(left).toMatchObject({
				error: matching(/^Not sent: the run stopped at item 3 \(.*\): .* \[item [4-7]\]$/s),
				httpCode: null,
				retryable,
				delivery: 'notSent',
				instagram: null,
				parts: [],
			});
		}
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(4);
	});

	it('sends whoever asks about a post that was not tried to the one that may be there', async () => {
		site.fakeInstantDm.fail(instagram(9, 2207042), { times: 'always' });
		const url = { item: [{ url: 'https://example.com/mug.jpg' }] };
		const post = { resource: 'post', operation: 'create', postType: 'image', media: url };
		const { items } = await start(site.fakeInstantDm, post, people(2), goOn).done;
		expect(items).toMatchObject([
			{ delivery: 'unknown', error: matching(/look at the profile first/) },
			{
				delivery: 'notSent',
				retryable: false,
				error: matching(
					/^Not sent: the run stopped at item 0 \(.*\): see to item 0 first, then run this item again \[item 1\]$/,
				),
			},
		]);
	});

	it.each([
		[documented('hourlyLimit'), /^Your plan's hourly limit/],
		[instagram(613), /^Instagram is limiting/],
	])('distinguishes InstantDM’s own limit from Instagram’s throttle: %j', async (failure, stem) => {
		site.fakeInstantDm.fail(failure);
		const { items } = await start(site.fakeInstantDm, directMessage(), people(1), goOn).done;
		expect(items[0]?.error).toMatch(stem);
	});

	it('goes on for the others when only one person cannot be reached', async () => {
		site.fakeInstantDm.fail(instagram(551), { to: '1003' });
		const { items } = await start(site.fakeInstantDm, directMessage(), people(8), goOn).done;
		expect(items.filter(({ error }) => error !== undefined)).toHaveLength(1);
		expect(site.fakeInstantDm.ledger.reached()).toHaveLength(7);
	});
});

describe('error 1/1357046', () => {
	it('counts as sent', async () => {
		site.fakeInstantDm.fail({ ...instagram(1, 1357046), delivered: true }, { to: '1001' });
		const { items, error } = await start(site.fakeInstantDm, directMessage(), people(3), {
			retryOnFail: true,
		}).done;
		expect(error).toBeUndefined();
		expect(items[1]).toMatchObject({ message: matching('1/1357046') });
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(['1000', '1001', '1002']);
	});
});

/** Short only where the response never comes: a busy machine takes its time for the others. */
const timeoutFor = ({ kind }: { kind: string }) => (kind === 'hang' ? 1.5 : 30);

describe('what may have arrived', () => {
	it.each([
		['a connection lost before the request was read', { kind: 'reset' } as const],
		['a connection lost after it was read', { kind: 'reset', delivered: true } as const],
		['no answer in time', { kind: 'hang', delivered: true } as const],
		['a 500', { kind: 'answer', status: 500, body: 'Oops', delivered: true } as const],
		['a page of HTML', { kind: 'answer', status: 200, body: '<html></html>' } as const],
	])('is never sent twice: %s', async (_, failure) => {
		site.fakeInstantDm.fail(failure, { to: '1001' });
		const { items } = await start(
			site.fakeInstantDm,
			directMessage({ timeout: timeoutFor(failure) }),
			people(3),
			goOn,
		).done;
		expect(items[1]).toMatchObject({ delivery: 'unknown', retryable: false });
		if (failure.kind === 'hang') expect(items[1]?.error).toMatch(/ in time; .*may have been sent/);
		expect(items[2]).toMatchObject({ recipient_id: '1002' });
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(3);
		expect(site.fakeInstantDm.ledger.delivered('1001').length).toBeLessThanOrEqual(1);
	});
});

describe('an outage', () => {
	it.each([
		['connections lost', { kind: 'reset' } as const],
		['no response in time', { kind: 'hang', delivered: true } as const],
		['server errors', { kind: 'answer', status: 502, body: '<html></html>' } as const],
	])('ends the run after three calls in a row: %s', async (_, failure) => {
		site.fakeInstantDm.fail(failure, { call: 3, times: 'always' });
		const { items } = await start(
			site.fakeInstantDm,
			directMessage({ concurrency: 1, timeout: timeoutFor(failure) }),
			people(30),
			goOn,
		).done;
		expect(items.map(({ delivery }) => delivery)).toEqual([
			...[undefined, undefined, 'unknown', 'unknown', 'unknown'],
			...Array<string>(25).fill('notSent'),
		]);
		for (const left of items.slice(5)) {
			expect(left).toMatchObject({
				error: matching(/^Not sent: 3 calls in a row got no usable response/),
				retryable: true,
			});
		}
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(5);
	});

	it('is not what single calls without a response are', async () => {
		for (const to of ['1001', '1002', '1004', '1005', '1007']) {
			site.fakeInstantDm.fail({ kind: 'reset' }, { to });
		}
		await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(9), goOn).done;
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(9);
	});

	it.each([1, 2])('is not what Instagram answers with code %s', async (code) => {
		site.fakeInstantDm.fail({ ...instagram(code), status: 500 }, { call: 1, times: 4 });
		await start(site.fakeInstantDm, directMessage({ concurrency: 1 }), people(6), goOn).done;
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(6);
	});

	it('leaves the rest to be sent by the next try', async () => {
		site.fakeInstantDm.fail({ kind: 'reset' }, { call: 1, times: 3 });
		const { items } = await start(
			site.fakeInstantDm,
			directMessage({ concurrency: 1 }),
			people(9),
			{ ...goOn, retryOnFail: true, waitBetweenTries: 1 },
		).done;
		expect(items.map(({ delivery }) => delivery)).toEqual([
			...['unknown', 'unknown', 'unknown'],
			...Array<undefined>(6).fill(undefined),
		]);
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(9);
	});
});

it.each(['1777476726', '99999999999999999999'])(
	'takes no Retry-After of years at its word: %s',
	async (retryAfter) => {
		site.fakeInstantDm.fail({ kind: 'documented', error: 'hourlyLimit', retryAfter }, { call: 2 });
		const { items, error } = await start(
			site.fakeInstantDm,
			directMessage({ concurrency: 1 }),
			people(2),
			goOn,
		).done;
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ message_id: aString }, { retryable: true, retryAt: aString }]);
		const retryAt = Date.parse(z.string().parse(items[1]?.retryAt));
		expect(retryAt - Date.now()).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
	},
);

describe('a rate limit with Wait', () => {
	it('is waited for as Retry-After says; then everybody gets their message once', async () => {
		site.fakeInstantDm.fail(
			{ kind: 'documented', error: 'hourlyLimit', retryAfter: 1 },
			{ call: 6, times: 3 },
		);
		const { items, error } = await start(
			site.fakeInstantDm,
			directMessage({ onRateLimit: 'wait', concurrency: 3 }),
			people(20),
		).done;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20);
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(people(20).map(({ to }) => to));
	});

	describe('by the clock', () => {
		beforeEach(() => {
			// The date alone is made up: what waits, waits in real time.
			jest.useFakeTimers({
				now: new Date('2026-03-01T12:59:59.000Z'),
				advanceTimers: true,
				doNotFake: [
					'hrtime',
					'nextTick',
					'performance',
					'queueMicrotask',
					'setImmediate',
					'setInterval',
					'setTimeout',
					'clearTimeout',
					'clearInterval',
					'clearImmediate',
				],
			});
		});
		afterEach(() => jest.useRealTimers());

		it('goes on after the top of the hour where an hourly limit stopped it', async () => {
			site.fakeInstantDm.configure({ hourlyLimit: 4 });
			const { items, error } = await start(
				site.fakeInstantDm,
				bothReplies({ onRateLimit: 'wait' }),
				people(3),
			).done;
			expect(error).toBeUndefined();
			expect(items).toHaveLength(3);
			const delivered = site.fakeInstantDm.ledger.delivered();
			expect(delivered).toHaveLength(6);
			expect(delivered.map(({ at }) => at.slice(11, 13))).toEqual([
				'12',
				'12',
				'12',
				'12',
				'13',
				'13',
			]);
		});
	});
});

describe('a cancelled execution', () => {
	it('starts no call more and cuts none in two', async () => {
		site.fakeInstantDm.configure({ latency: 100 });
		const { cancel, done } = start(
			site.fakeInstantDm,
			directMessage({ concurrency: 4 }),
			people(40),
		);
		await pause(250);
		cancel();
		const before = site.fakeInstantDm.ledger.entries.length;
		await done;
		await pause(400);
		const { entries } = site.fakeInstantDm.ledger;
		expect(before).toBeLessThan(30);
		// What had left the node by then may still have been on its way.
		expect(entries.length).toBeLessThanOrEqual(before + 4);
		expect(entries.every(({ delivered, status }) => delivered && status === 200)).toBe(true);
	});
});
