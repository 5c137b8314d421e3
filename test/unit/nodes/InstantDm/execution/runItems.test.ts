import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { AccountLine } from '../../../../../nodes/InstantDm/execution/accountLine';
import { Caller } from '../../../../../nodes/InstantDm/execution/caller';
import { clockUntil, type Clock } from '../../../../../nodes/InstantDm/execution/clock';
import type { Outcome } from '../../../../../nodes/InstantDm/execution/outcome';
import type { Run } from '../../../../../nodes/InstantDm/execution/runItem';
import { runItems } from '../../../../../nodes/InstantDm/execution/runItems';
import { placeKey, SentMemory } from '../../../../../nodes/InstantDm/execution/sentMemory';
import { Stop } from '../../../../../nodes/InstantDm/execution/stop';
import { readRunOptions } from '../../../../../nodes/InstantDm/fields/options';
import { readOnce } from '../../../../../nodes/InstantDm/fields/readItem';
import {
	oncePerRun,
	type Operation,
	type Planned,
} from '../../../../../nodes/InstantDm/resources/operation';
import {
	getRequest,
	listRequest,
	postRequest,
	messageRequest,
	type ApiRequest,
} from '../../../../../nodes/shared/api/request';
import { FailedCall, type Limit, type Scope } from '../../../../../nodes/shared/api/failedCall';
import { sentenceOf, type Failure } from '../../../../../nodes/shared/api/result';
import type { JsonObject } from '../../../../../nodes/shared/json/exactJson';

const MINUTE = 60_000;

const failure = (title: string, fields: Partial<Failure> = {}): Failure => ({
	title,
	advice: null,
	details: null,
	httpCode: '400',
	retryable: false,
	retryAt: null,
	delivery: 'notSent',
	instagram: null,
	...fields,
});

const refusal = (scope: Scope, fields: Partial<Failure> = {}, limit: Limit | null = null) =>
	new FailedCall(failure('No', fields), scope, limit);

const refused = refusal('item');
const badKey = refusal('run', { httpCode: '401' });
const unreachable = refusal('unreachable', { retryable: true, httpCode: null });
const lost = refusal('item', { delivery: 'unknown', httpCode: null });
const limited = (retryAfterSeconds: number | null, hourly = false) =>
	refusal('limit', { retryable: true, httpCode: '429' }, { retryAfterSeconds, hourly });
const sent = { ok: true };

interface Call {
	item: number;
	part: number;
	/** How often this call was made, this time included. */
	nth: number;
	request: ApiRequest;
}

interface Case {
	/** Whom the items are for. */
	to: string[];
	/** The messages each item needs; one unless told. */
	parts?: number;
	/** What each item needs when not messages; the path ends with the part. */
	plan?: (part: (part: number) => string) => Planned[];
	operation?: Pick<Operation, 'items' | 'follow'>;
	options?: IDataObject;
	stopOnError?: boolean;
	memory?: Run['memory'];
	signal?: AbortSignal;
	graceOver?: Promise<void>;
	/** The answer of a call, or how it fails. */
	answer: (call: Call) => Promise<JsonObject | FailedCall> | JsonObject | FailedCall;
}

const message = (path: string): ApiRequest => ({ ...messageRequest({}), path });

/** Runs a case; `calls` notes which part of which item went out when. */
function deliver(spec: Case) {
	const { to, parts = 1, options = {}, stopOnError = false } = spec;
	const stop = new Stop(spec.signal);
	const clock: Clock = {
		...clockUntil(() => stop.reason(true) !== null),
		settle: () => Promise.resolve(),
	};
	const calls: { item: number; part: number; at: number }[] = [];
	const begin = performance.now();
	const runOptions = readRunOptions(() => options);
	const random = () => 0;
	const line = new AccountLine(clock, random);
	const run: Run = {
		...{ stop, clock, stopOnError, oncePerRun: new Map() },
		items: to.length,
		options: runOptions,
		caller: new Caller({ line, options: runOptions, offers: () => true, stop, clock, random }),
		graceOver: spec.graceOver ?? new Promise<void>(() => undefined),
		operation: {
			...spec.operation,
			fields: [],
			orderBy: 'to',
			plan: (read) => {
				const path = (part: number) => `/${String(read('item'))}/${part}`;
				if (spec.plan) return spec.plan(path);
				return Array.from({ length: parts }, (_, part) => message(path(part)));
			},
		},
		read: (item) => {
			const values: Record<string, unknown> = { to: to[item], item, options };
			return readOnce(
				(name) => values[name],
				() => ({ url: 'https://example.com/file', id: 'file' }),
				() => 0,
			);
		},
		memory: spec.memory ?? new SentMemory({}, '0', placeKey),
		call: async (request) => {
			const [item = -1, part = -1] = request.path.slice(1).split('/').map(Number);
			calls.push({ item, part, at: performance.now() - begin });
			const nth = calls.filter((call) => call.item === item && call.part === part).length;
			const answer = await spec.answer({ item, part, nth, request });
			if (answer instanceof FailedCall) throw answer;
			return answer;
		},
	};
	return { done: runItems(run), calls };
}

const summary = (outcomes: Outcome[]) =>
	outcomes.map((outcome) =>
		outcome.ok ? 'sent' : `${outcome.because}: ${outcome.failure.delivery}`,
	);

const errors = (outcomes: Outcome[]) =>
	outcomes.map((outcome) => (outcome.ok ? null : sentenceOf(outcome.failure)));

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-01T12:58:00Z') }));
afterEach(() => jest.useRealTimers());

const finished = async <T>(done: Promise<T>): Promise<T> => {
	await jest.advanceTimersByTimeAsync(180 * MINUTE);
	return await done;
};

describe('runItems', () => {
	it('loses nothing, repeats nothing and keeps each recipient’s order in any interleaving', async () => {
		jest.useRealTimers();
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.record({ to: fc.constantFrom('a', 'b', 'c'), verdict: fc.nat(3) }), {
					maxLength: 15,
				}),
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 1, max: 2 }),
				async (scheduler, items, concurrency, parts) => {
					const to = items.map((item) => item.to);
					const verdicts = [sent, sent, refused, lost];
					const { done, calls } = deliver({
						to,
						parts,
						options: { concurrency },
						answer: ({ item }) =>
							scheduler.schedule(Promise.resolve(verdicts[items[item]?.verdict ?? 0] ?? sent)),
					});
					const outcomes = await scheduler.waitFor(done);
					expect(outcomes).toHaveLength(items.length);
					const names = calls.map(({ item, part }) => `${item}.${part}`);
					expect(new Set(names).size).toBe(names.length);
					for (const person of ['a', 'b', 'c']) {
						const own = calls.filter(({ item }) => to[item] === person);
						const inOrder = [...own].sort((a, b) => a.item - b.item || a.part - b.part);
						expect(own).toEqual(inOrder);
					}
				},
			),
		);
	});

	it('plans an item only when it will be sent soon', async () => {
		let ahead = 0;
		let most = 0;
		const recall = jest.fn(() => {
			most = Math.max(most, (ahead += 1));
			return { answers: [], uncertain: null };
		});
		await finished(
			deliver({
				to: Array.from({ length: 10_000 }, (_, item) => String(item)),
				options: { concurrency: 7 },
				memory: { recall, isRetry: false },
				answer: async () => {
					await Promise.resolve();
					ahead -= 1;
					return sent;
				},
			}).done,
		);
		expect(recall).toHaveBeenCalledTimes(10_000);
		expect(most).toBeLessThanOrEqual(7);
	});

	describe('a call that nobody received', () => {
		it('is repeated three times, with growing pauses', async () => {
			const { done, calls } = deliver({ to: ['a'], answer: () => unreachable });
			expect(summary(await finished(done))).toEqual(['call: notSent']);
			expect(calls.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000]);
		});

		it('goes through when the server comes back', async () => {
			const { done } = deliver({
				to: ['a'],
				answer: ({ nth }) => (nth < 4 ? unreachable : sent),
			});
			expect(summary(await finished(done))).toEqual(['sent']);
		});

		it('is tried once for each further item while the server stays away', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c', 'd'],
				options: { concurrency: 1 },
				answer: ({ item }) => (item < 2 ? unreachable : sent),
			});
			expect(summary(await finished(done))).toEqual([
				'call: notSent',
				'call: notSent',
				'sent',
				'sent',
			]);
			expect(calls.map(({ item }) => item)).toEqual([0, 0, 0, 0, 1, 2, 3]);
		});
	});

	it.each([
		['that may have arrived', lost, 'call: unknown'],
		['that was refused', refused, 'call: notSent'],
	])('never repeats a call %s', async (_, verdict, expected) => {
		const { done, calls } = deliver({ to: ['a'], answer: () => verdict });
		expect(summary(await finished(done))).toEqual([expected]);
		expect(calls).toHaveLength(1);
	});

	it('treats a send that throws as one that may have arrived, and stops', async () => {
		const { done, calls } = deliver({
			to: ['a', 'b'],
			options: { concurrency: 1 },
			answer: () => Promise.reject(new Error('No credential')),
		});
		const outcomes = await finished(done);
		expect(summary(outcomes)).toEqual(['call: unknown', 'stop: notSent']);
		expect(errors(outcomes)[0]).toBe('No credential');
		expect(calls).toHaveLength(1);
	});

	it('tells what has been sent when the run itself breaks', async () => {
		const to = ['a', 'b', 'c'];
		Object.defineProperty(to, 1, {
			get: () => {
				throw new Error('Broken');
			},
		});
		const { done } = deliver({ to, options: { concurrency: 1 }, answer: () => sent });
		const outcomes = await finished(done);
		expect(summary(outcomes)).toEqual(['sent', 'stop: notSent', 'stop: notSent']);
		expect(errors(outcomes)[1]).toBe('Broken');
	});

	describe('when every further call would fail', () => {
		it('makes none, and the rest fail naming why, not to be retried', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c'],
				options: { concurrency: 1 },
				answer: ({ item }) => (item === 1 ? badKey : sent),
			});
			const outcomes = await finished(done);
			expect(summary(outcomes)).toEqual(['sent', 'call: notSent', 'stop: notSent']);
			expect(outcomes[2]).toMatchObject({
				failure: {
					title: 'Not sent: the run stopped at item 1 (No)',
					httpCode: null,
					retryable: false,
				},
			});
			expect(calls).toHaveLength(2);
		});

		it('cuts an item between its parts, and says that it is partial', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b'],
				parts: 2,
				answer: async ({ item, part }) => {
					if (item === 0) return badKey;
					await jest.advanceTimersByTimeAsync(1);
					return part === 0 ? sent : refused;
				},
			});
			const outcomes = await finished(done);
			expect(summary(outcomes)).toEqual(['call: notSent', 'stop: partial']);
			expect(calls).toHaveLength(2);
		});
	});

	describe('a limit that leaves in doubt whether a part was sent', () => {
		const inDoubt = refusal(
			'limit',
			{ delivery: 'unknown', httpCode: '429' },
			{ retryAfterSeconds: 30, hourly: true },
		);
		const doubtful = (onRateLimit: string) =>
			deliver({
				to: ['a', 'b', 'c'],
				options: { onRateLimit, concurrency: 1 },
				answer: ({ item }) => (item === 1 ? inDoubt : sent),
			});

		it('is never followed by the same call, but waited for by the others', async () => {
			const { done, calls } = doubtful('wait');
			const outcomes = await finished(done);
			expect(summary(outcomes)).toEqual(['sent', 'call: unknown', 'sent']);
			expect(calls.map(({ item }) => item)).toEqual([0, 1, 2]);
			expect(calls[2]?.at).toBeGreaterThanOrEqual(30_000);
			expect(errors(outcomes)[1]).toBe('No');
		});

		it('stops the run with Stop; those that were not tried can be sent again', async () => {
			const { done, calls } = doubtful('stop');
			const outcomes = await finished(done);
			expect(summary(outcomes)).toEqual(['sent', 'call: unknown', 'stop: notSent']);
			expect(calls).toHaveLength(2);
			expect(outcomes.slice(1)).toMatchObject([
				{ failure: { retryable: false, retryAt: null } },
				{ failure: { retryable: true, retryAt: expect.any(String) as string } },
			]);
		});
	});

	describe('a rate limit with Stop', () => {
		it('stops the run; the rest can be sent again', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c'],
				options: { concurrency: 1 },
				answer: ({ item }) => (item === 1 ? limited(null, true) : sent),
			});
			const outcomes = await finished(done);
			expect(summary(outcomes)).toEqual(['sent', 'call: notSent', 'stop: notSent']);
			expect(outcomes.slice(1)).toMatchObject([
				{ failure: { retryable: true } },
				{ failure: { retryable: true } },
			]);
			expect(calls).toHaveLength(2);
		});
	});

	describe('a rate limit with Wait', () => {
		const wait = (fields: IDataObject = {}) => ({ onRateLimit: 'wait', ...fields });

		it('is waited for until the top of the hour, then all goes on where it stopped', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c', 'd', 'e'],
				options: wait({ concurrency: 2 }),
				answer: ({ item, nth }) =>
					item >= 2 && nth === 1 && item < 4 ? limited(null, true) : sent,
			});
			expect(summary(await finished(done))).toEqual(Array(5).fill('sent'));
			const resumed = 2 * MINUTE + 1000;
			expect(calls.map(({ item, at }) => [item, at])).toEqual([
				[0, 0],
				[1, 0],
				[2, 0],
				[3, 0],
				[2, resumed],
				[3, resumed],
				[4, resumed],
			]);
		});

		it('holds back all workers, also those that have a part to send', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b'],
				parts: 2,
				options: wait(),
				answer: ({ item, nth }) => (item === 0 && nth === 1 ? limited(30) : sent),
			});
			expect(summary(await finished(done))).toEqual(['sent', 'sent']);
			expect(calls.filter(({ at }) => at > 0 && at < 30_000)).toEqual([]);
		});

		it('keeps the pace after the wait: no burst', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c', 'd'],
				options: wait({ requestsPerSecond: 1, concurrency: 4 }),
				answer: ({ item, nth }) => (item === 0 && nth === 1 ? limited(30) : sent),
			});
			await finished(done);
			const times = calls.map(({ at }) => at).sort((a, b) => a - b);
			const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
			expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
		});

		it('is not waited for in vain: what Max Wait does not allow ends the run at once', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b'],
				options: wait({ maxWait: 60, concurrency: 1 }),
				answer: () => limited(null, true),
			});
			const outcomes = await done;
			expect(summary(outcomes)).toEqual(['call: notSent', 'stop: notSent']);
			expect(errors(outcomes)[0]).toMatch(/about 121 more seconds, longer than 'Max Wait' allows/);
			expect(calls).toHaveLength(1);
		});
	});

	describe('when a failed item ends the run', () => {
		it('begins no other item but finishes what has begun', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c'],
				parts: 2,
				stopOnError: true,
				options: { concurrency: 2 },
				answer: async ({ item }) => {
					if (item === 1) await jest.advanceTimersByTimeAsync(1);
					return item === 0 ? refused : sent;
				},
			});
			expect(summary(await finished(done))).toEqual(['call: notSent', 'sent', 'stop: notSent']);
			expect(calls.map(({ item, part }) => `${item}.${part}`)).toEqual(['0.0', '1.0', '1.1']);
		});
	});

	describe('an item that an earlier try sent, and that this one does not come to', () => {
		const store = async (answer: Case['answer'], parts: number) => {
			const kept: Record<string, unknown> = {};
			const memory = new SentMemory(kept, '0', placeKey);
			const first = { to: ['a', 'b', 'c'], options: { concurrency: 1 }, parts, memory };
			await finished(deliver({ ...first, answer }).done);
			return kept;
		};
		const again = async (kept: Record<string, unknown>, parts: number) => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c'],
				options: { concurrency: 1 },
				parts,
				memory: new SentMemory(kept, '0', placeKey),
				answer: () => limited(null, true),
			});
			const outcomes = await finished(done);
			return { outcomes, called: calls.map(({ item }) => item) };
		};

		it('is told as sent, in part or in doubt, and is sent no more', async () => {
			const kept = await store(({ item, part }) => {
				if (item === 0) return refused;
				return item === 2 && part === 1 ? refused : sent;
			}, 2);
			const { outcomes, called } = await again(kept, 2);
			expect(summary(outcomes)).toEqual(['call: notSent', 'sent', 'stop: partial']);
			expect(outcomes[2]).toMatchObject({ failure: { retryable: false, retryAt: null } });
			expect(called).toEqual([0]);
		});

		it('stays in doubt where it may have arrived, and is not tried where it was not sent', async () => {
			const answers = [refused, lost, refused];
			const kept = await store(({ item }) => answers[item] ?? sent, 1);
			const { outcomes, called } = await again(kept, 1);
			expect(summary(outcomes)).toEqual(['call: notSent', 'memory: unknown', 'stop: notSent']);
			expect(outcomes[2]).toMatchObject({ failure: { retryable: true } });
			expect(called).toEqual([0]);
		});

		it('is known as sent too when the execution was cancelled', async () => {
			const kept = await store(() => sent, 1);
			const cancel = new AbortController();
			cancel.abort();
			const { done } = deliver({
				to: ['a', 'b', 'c'],
				signal: cancel.signal,
				memory: new SentMemory(kept, '0', placeKey),
				answer: () => sent,
			});
			expect(summary(await finished(done))).toEqual(['sent', 'sent', 'sent']);
		});
	});

	describe('a call that only reads', () => {
		const read = { plan: (path: (part: number) => string) => [getRequest(path(0))] };
		const serverError = refusal('item', { httpCode: '503', retryable: true });
		const lost = refusal('item', { httpCode: null, retryable: true });

		it.each([
			['a lost response', lost],
			['a server error', serverError],
			['a limit', limited(null)],
			['a server that nobody reached', unreachable],
		])('is repeated after %s', async (_, result) => {
			const { done, calls } = deliver({
				...read,
				to: ['a'],
				answer: ({ nth }) => (nth < 4 ? result : sent),
			});
			expect(summary(await finished(done))).toEqual(['sent']);
			expect(calls.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000]);
		});

		it.each([lost, serverError, limited(null)])(
			'fails in vain as not sent, and may be tried again',
			async (result) => {
				const { done, calls } = deliver({ ...read, to: ['a'], answer: () => result });
				const outcomes = await finished(done);
				expect(outcomes).toMatchObject([{ failure: { delivery: 'notSent', retryable: true } }]);
				expect(calls).toHaveLength(4);
			},
		);

		it('is not repeated when it was refused, nor when the limit lasts long', async () => {
			for (const result of [refused, badKey, limited(600)]) {
				const { done, calls } = deliver({ ...read, to: ['a'], answer: () => result });
				await finished(done);
				expect(calls).toHaveLength(1);
			}
		});

		it('is not remembered', async () => {
			const recall = jest.fn();
			const memory = { recall, isRetry: false };
			const { done } = deliver({ ...read, to: ['a'], memory, answer: () => sent });
			expect(summary(await finished(done))).toEqual(['sent']);
			expect(recall).not.toHaveBeenCalled();
		});

		it('is made once for all items that share it', async () => {
			const { done, calls } = deliver({
				to: ['a', 'b', 'c'],
				plan: (path) => [oncePerRun(getRequest('/9/9')), getRequest(path(0))],
				operation: { items: (payloads) => payloads.flat() },
				answer: ({ item }) => ({ data: { item } }),
			});
			expect(await finished(done)).toEqual(
				[0, 1, 2].map((item) => ({ ok: true, items: [{ item: 9 }, { item }] })),
			);
			expect(calls.map(({ item }) => item)).toEqual([9, 0, 1, 2]);
		});
	});

	describe('a list', () => {
		const pages = ({ request }: Call): JsonObject => {
			const after = request.query?.after;
			const first = after === undefined ? 1 : Number(after);
			const data = [{ id: first }, { id: first + 1 }];
			const cursors = first < 5 ? { cursors: { after: String(first + 2) } } : {};
			return { data, paging: cursors };
		};
		const listOf = (limit: number) => ({
			plan: (path: (part: number) => string) => [listRequest(path(0), {}, limit)],
		});

		it('gives one output item for each element, page after page', async () => {
			const { done } = deliver({ ...listOf(Infinity), to: ['a'], answer: pages });
			const ids = [1, 2, 3, 4, 5, 6].map((id) => ({ id }));
			expect(await finished(done)).toEqual([{ ok: true, items: ids }]);
		});

		it('asks for no page more than its limit needs', async () => {
			const { done, calls } = deliver({ ...listOf(3), to: ['a'], answer: pages });
			expect(await finished(done)).toMatchObject([{ items: [{ id: 1 }, { id: 2 }, { id: 3 }] }]);
			expect(calls).toHaveLength(2);
		});

		it('goes on at the page that failed', async () => {
			const { done, calls } = deliver({
				...listOf(Infinity),
				to: ['a'],
				answer: (call) => (call.nth === 2 ? unreachable : pages(call)),
			});
			expect(await finished(done)).toMatchObject([{ ok: true }]);
			expect(calls).toHaveLength(4);
		});

		it('keeps the pace between its pages, and ends with the run', async () => {
			const cancel = new AbortController();
			const { done, calls } = deliver({
				...listOf(Infinity),
				to: ['a'],
				options: { requestsPerSecond: 1 },
				signal: cancel.signal,
				answer: pages,
			});
			await jest.advanceTimersByTimeAsync(1500);
			cancel.abort();
			expect(summary(await finished(done))).toEqual(['stop: notSent']);
			expect(calls.map(({ at }) => at)).toEqual([0, 1000]);
		});
	});

	describe('something that takes a while', () => {
		const publish: Pick<Operation, 'follow'> = {
			follow: ({ status }) =>
				status === 'processing' ? { request: postRequest('/0/1', {}), after: 5000 } : null,
		};
		const create = { plan: () => [postRequest('/0/0', {})], operation: publish };
		const processing = { status: 'processing', container_id: 'c' };
		const published = { code: 200, status: 'published' };

		it('is asked after until it is done', async () => {
			const { done, calls } = deliver({
				...create,
				to: ['a'],
				answer: ({ part, nth }) => (part === 1 && nth === 3 ? published : processing),
			});
			expect(await finished(done)).toEqual([
				{ ok: true, items: [{ status: 'published', container_id: 'c' }] },
			]);
			expect(calls.map(({ at }) => at)).toEqual([0, 5000, 10_000, 15_000]);
		});

		it('is asked after no longer than Max Wait, and then says where it is', async () => {
			const { done, calls } = deliver({
				...create,
				to: ['a'],
				options: { maxWait: 12 },
				answer: () => processing,
			});
			expect(await finished(done)).toEqual([
				{ ok: true, items: [{ status: 'processing', container_id: 'c' }] },
			]);
			expect(calls).toHaveLength(3);
		});

		it('is never begun again: the next try asks on', async () => {
			const store: Record<string, unknown> = {};
			const memory = () => new SentMemory(store, '0', placeKey);
			const failed = deliver({
				...create,
				to: ['a'],
				memory: memory(),
				answer: ({ part }) => (part === 0 ? processing : refused),
			});
			expect(await finished(failed.done)).toMatchObject([
				{ because: 'call', parts: [{ container_id: 'c' }] },
			]);
			const again = deliver({ ...create, to: ['a'], memory: memory(), answer: () => published });
			expect(summary(await finished(again.done))).toEqual(['sent']);
			expect(again.calls.map(({ part }) => part)).toEqual([1]);
		});
	});

	describe('when the execution is cancelled', () => {
		it('starts nothing more, ends waits at once and finishes what is out', async () => {
			const cancel = new AbortController();
			const { done, calls } = deliver({
				to: ['a', 'b', 'c', 'd', 'e'],
				options: { requestsPerSecond: 0.1 },
				signal: cancel.signal,
				answer: () => sent,
			});
			await jest.advanceTimersByTimeAsync(10_500);
			cancel.abort();
			await jest.advanceTimersByTimeAsync(200);
			const outcomes = await done;
			expect(summary(outcomes)).toEqual([
				'sent',
				'sent',
				'stop: notSent',
				'stop: notSent',
				'stop: notSent',
			]);
			expect(outcomes[4]).toMatchObject({ failure: { retryable: true } });
			expect(errors(outcomes)[4]).toMatch(/cancelled/);
			expect(calls).toHaveLength(2);
		});

		it('does not wait for ever for a call that is out; it may have arrived', async () => {
			const store: Record<string, unknown> = {};
			let lose: () => void = () => undefined;
			const graceOver = new Promise<void>((resolve) => {
				lose = resolve;
			});
			const cancel = new AbortController();
			const { done } = deliver({
				to: ['a', 'b'],
				options: { concurrency: 1 },
				signal: cancel.signal,
				graceOver,
				memory: new SentMemory(store, '0', placeKey),
				answer: () => new Promise(() => undefined),
			});
			await jest.advanceTimersByTimeAsync(1);
			cancel.abort();
			lose();
			expect(summary(await done)).toEqual(['stop: unknown', 'stop: notSent']);

			// n8n stores the execution; retried, it does not send the message again.
			const again = deliver({
				to: ['a', 'b'],
				memory: new SentMemory(structuredClone(store), '0', placeKey),
				answer: () => sent,
			});
			expect(summary(await finished(again.done))).toEqual(['memory: unknown', 'sent']);
			expect(again.calls.map(({ item }) => item)).toEqual([1]);
		});
	});
});
