import fc from 'fast-check';

import { AccountLine, lineOf } from '../../../../../nodes/InstantDm/execution/accountLine';
import type { NoTurn, Place, Terms } from '../../../../../nodes/InstantDm/execution/place';
import type { Turn } from '../../../../../nodes/InstantDm/execution/hold';
import { FailedCall } from '../../../../../nodes/shared/api/failedCall';
import { HandClock } from '../../../../support/handClock';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const refusal = (retryAfterSeconds: number | null, hourly: boolean) => {
	const failure = {
		title: 'No',
		advice: null,
		details: null,
		httpCode: '429',
		retryable: true,
		retryAt: null,
		delivery: 'notSent' as const,
		instagram: null,
	};
	return new FailedCall(failure, 'limit', { retryAfterSeconds, hourly });
};
const hourly = refusal(null, true);
const throttled = refusal(null, false);
const again = (seconds: number) => refusal(seconds, false);

interface Asked {
	name: string;
	/** When it got its turn or was told that there is none, in milliseconds. */
	at: number;
	answer: Turn | NoTurn;
}

/** A line with a clock of its own; `log` notes the calls in the order of their turns. */
function newLine({ random = () => 0, start = '2026-03-01T12:40:00Z' } = {}) {
	const clock = new HandClock(Date.parse(start));
	const line = new AccountLine(clock, random);
	const log: Asked[] = [];
	const run = (terms: Partial<Terms> = {}): Place =>
		line.place({ requestsPerSecond: 0, maxWaitMs: 24 * HOUR, waitOnLimit: true, ...terms });

	/** A call that wants its turn, and gets a name in the log. */
	function want(name: string, place: Place, operation = 'dm', isOver = () => false) {
		const nextTurn = place.call(operation, isOver);
		const ask = () => {
			void nextTurn().then((answer) => log.push({ name, at: clock.steady(), answer }));
		};
		ask();
		return { askAgain: ask };
	}

	/** The turn of a call that got one. */
	function turnOf(name: string): Turn {
		const asked = log.filter((entry) => entry.name === name).at(-1);
		if (!asked || 'why' in asked.answer) throw new Error(`${name} has no turn`);
		return asked.answer;
	}

	const times = () => Object.fromEntries(log.map(({ name, at }) => [name, at]));
	const refused = () =>
		log.flatMap(({ name, answer }) => ('why' in answer ? [[name, answer.why]] : []));
	return { clock, line, log, run, want, turnOf, times, refused };
}

describe('the pace', () => {
	it('holds over all runs, first come, first served', async () => {
		const { clock, run, want, times } = newLine();
		for (const name of ['a', 'b', 'c', 'd']) want(name, run({ requestsPerSecond: 4 }));
		await clock.advance(10 * SECOND);
		expect(times()).toEqual({ a: 0, b: 250, c: 500, d: 750 });
	});

	it('can be slower than one call a second', async () => {
		const { clock, run, want, times } = newLine();
		for (const name of ['a', 'b', 'c']) want(name, run({ requestsPerSecond: 0.2 }));
		await clock.advance(MINUTE);
		expect(times()).toEqual({ a: 0, b: 5000, c: 10_000 });
	});

	it('keeps nobody waiting who has none', async () => {
		const { clock, run, want, times } = newLine();
		for (const name of ['a', 'b']) want(name, run({ requestsPerSecond: 1 }));
		want('free', run());
		await clock.advance(5 * SECOND);
		expect(times()).toEqual({ a: 0, free: 0, b: 1000 });
	});

	it('does not catch up after a pause', async () => {
		const { clock, run, want, times } = newLine();
		want('a', run({ requestsPerSecond: 10 }));
		await clock.advance(5 * SECOND);
		for (const name of ['b', 'c']) want(name, run({ requestsPerSecond: 10 }));
		await clock.advance(5 * SECOND);
		expect(times()).toEqual({ a: 0, b: 5000, c: 5100 });
	});

	it('lets a single message wait for one call of a broadcast, not for its end', async () => {
		const { clock, run, want, times } = newLine();
		const broadcast = run({ requestsPerSecond: 1 });
		for (let item = 0; item < 20; item += 1) want(`item ${item}`, broadcast);
		await clock.advance(500);
		want('single', run({ requestsPerSecond: 1 }));
		await clock.advance(MINUTE);
		expect(times()).toMatchObject({ 'item 0': 0, 'item 1': 1000, single: 2000, 'item 2': 3000 });
	});

	it('gives no turn to what would have to wait for longer than it may', async () => {
		const { clock, run, want, log, times } = newLine();
		for (const name of ['a', 'b', 'c', 'd', 'e']) {
			want(name, run({ requestsPerSecond: 1, maxWaitMs: 3000 }));
		}
		await clock.advance(0);
		expect(log.at(-1)).toEqual({ name: 'e', at: 0, answer: { why: 'far', waitMs: 4000 } });
		await clock.advance(10 * SECOND);
		expect(times()).toMatchObject({ a: 0, b: 1000, c: 2000, d: 3000 });
	});

	it('does not let the items of one run push each other past that', async () => {
		const { clock, run, want, times, refused } = newLine();
		const broadcast = run({ requestsPerSecond: 1, maxWaitMs: 2000 });
		for (let item = 0; item < 20; item += 1) want(`item ${item}`, broadcast);
		await clock.advance(MINUTE);
		expect(refused()).toEqual([]);
		expect(times()['item 19']).toBe(19_000);
	});
});

describe('a pace slower than what a run may wait', () => {
	it('is nothing that it waits for', async () => {
		const { clock, run, want, times, refused } = newLine();
		const broadcast = run({ requestsPerSecond: 0.2, maxWaitMs: 1000 });
		for (const name of ['a', 'b', 'c']) want(name, broadcast);
		await clock.advance(MINUTE);
		expect(refused()).toEqual([]);
		expect(times()).toEqual({ a: 0, b: 5000, c: 10_000 });
	});

	it('is that of others all the same', async () => {
		const { clock, run, want, refused } = newLine();
		const broadcast = run({ requestsPerSecond: 0.2, maxWaitMs: 1000 });
		want('a', broadcast);
		want('b', broadcast);
		await clock.advance(2000);
		want('single', run({ requestsPerSecond: 0.2, maxWaitMs: 1000 }));
		await clock.advance(MINUTE);
		expect(refused()).toEqual([['single', 'far']]);
	});
});

describe('those who wait', () => {
	it('are at most 50 runs; the next one gets no turn', async () => {
		const { clock, run, want, log, refused } = newLine();
		for (let name = 0; name < 53; name += 1) want(`${name}`, run({ requestsPerSecond: 1 }));
		await clock.advance(0);
		expect(refused()).toEqual([
			['51', 'crowded'],
			['52', 'crowded'],
		]);
		await clock.advance(MINUTE);
		expect(log.filter(({ answer }) => !('why' in answer))).toHaveLength(51);
	});

	it('come back when they have sent something, however many wait by then', async () => {
		const { clock, run, want, turnOf, refused } = newLine();
		const broadcast = run({ requestsPerSecond: 1 });
		want('first', broadcast);
		for (let name = 0; name < 50; name += 1) want(`${name}`, run({ requestsPerSecond: 1 }));
		await clock.advance(0);
		turnOf('first').accepted();
		want('second', broadcast);
		await clock.advance(2 * MINUTE);
		expect(refused()).toEqual([]);
	});

	it('are no more where the limit refused all of them at the same time', async () => {
		const { clock, run, want, turnOf, refused } = newLine();
		const runs = Array.from({ length: 80 }, (_, index) => want(`${index}`, run()));
		await clock.advance(0);
		runs.forEach(({ askAgain }, index) => {
			turnOf(`${index}`).refused(hourly);
			askAgain();
		});
		await clock.advance(0);
		expect(refused()).toHaveLength(30);
		await clock.advance(HOUR);
		expect(refused()).toHaveLength(30);
	});

	it('leave at once when they are not wanted any more', async () => {
		const { clock, run, want, log } = newLine();
		let isOver = false;
		want('a', run({ requestsPerSecond: 0.01 }));
		want('b', run({ requestsPerSecond: 0.01 }), 'dm', () => isOver);
		await clock.advance(SECOND);
		isOver = true;
		await clock.advance(1);
		expect(log.at(-1)).toMatchObject({ name: 'b', answer: { why: 'over' } });
	});
});

describe('InstantDM’s hourly limit', () => {
	/** A line of which one call was refused by the hourly limit at 12:40. */
	async function limited(options?: Parameters<typeof newLine>[0], by = hourly) {
		const it = newLine(options);
		it.want('refused', it.run());
		await it.clock.advance(0);
		it.turnOf('refused').refused(by);
		return it;
	}

	it('tells who does not wait at once why, whatever is to be sent', async () => {
		const { clock, run, want, log } = await limited();
		want('stop', run({ waitOnLimit: false }));
		want('other operation', run({ waitOnLimit: false }), 'comment');
		await clock.advance(0);
		expect(log.slice(1)).toMatchObject([
			{ name: 'stop', answer: { why: 'limit', waitMs: 20 * MINUTE + SECOND, cause: hourly } },
			{ name: 'other operation', answer: { why: 'limit' } },
		]);
	});

	it('keeps who waits until shortly after the full hour; a probe goes every five minutes', async () => {
		const { clock, run, want, turnOf, log } = await limited({ start: '2026-03-01T12:42:00Z' });
		const call = want('first', run());
		want('second', run(), 'comment');
		for (let minutes = 5; minutes <= 15; minutes += 5) {
			await clock.advance(5 * MINUTE);
			turnOf('first').refused(hourly);
			call.askAgain();
		}
		await clock.advance(HOUR);
		turnOf('first').accepted();
		await clock.advance(0);
		const left = log.slice(1).map(({ name, at }) => [name, at / MINUTE]);
		expect(left.slice(0, 3)).toEqual([5, 10, 15].map((minutes) => ['first', minutes]));
		expect(log[4]).toMatchObject({ name: 'first', at: 18 * MINUTE + SECOND });
		expect(log[5]).toMatchObject({ name: 'second' });
		expect(log).toHaveLength(6);
	});

	it('holds until Retry-After where there is one', async () => {
		const { clock, run, want, times } = await limited({}, refusal(90, true));
		want('wait', run());
		await clock.advance(HOUR);
		expect(times()).toMatchObject({ wait: 90 * SECOND });
	});

	it('gives no turn to what may not wait for so long', async () => {
		const { clock, run, want, log } = await limited();
		want('wait', run({ maxWaitMs: MINUTE }));
		await clock.advance(0);
		expect(log.at(-1)).toMatchObject({ name: 'wait', answer: { why: 'limit' } });
	});

	it('is looked after by one call every five minutes', async () => {
		const { clock, run, want, turnOf, log, refused } = await limited();
		const stop = { waitOnLimit: false };
		await clock.advance(5 * MINUTE);
		want('probe', run(stop));
		want('not yet', run(stop));
		await clock.advance(0);
		turnOf('probe').refused(hourly);
		await clock.advance(4 * MINUTE);
		want('still not', run(stop));
		await clock.advance(MINUTE);
		want('second probe', run(stop));
		await clock.advance(0);
		turnOf('second probe').accepted();
		for (const name of ['x', 'y']) want(name, run(stop));
		await clock.advance(0);
		expect(refused().map(([name]) => name)).toEqual(['not yet', 'still not']);
		expect(log.map(({ name }) => name).slice(-2)).toEqual(['x', 'y']);
	});

	it('is backed off from just after the full hour: the server’s hour may not be over yet', async () => {
		const { clock, run, want, times } = await limited({ start: '2026-03-01T13:00:00.300Z' });
		want('wait', run());
		await clock.advance(HOUR);
		expect(times()).toMatchObject({ wait: 2000 });
	});

	it('goes to the next full hour when backing off was in vain', async () => {
		const { clock, run, want, turnOf, line } = await limited({ start: '2026-03-01T13:00:00Z' });
		for (const name of ['a', 'b']) {
			want(name, run());
			await clock.advance(MINUTE / 2);
			turnOf(name).refused(hourly);
		}
		expect(line.leftMs('dm')).toBe(HOUR - MINUTE + SECOND);
	});
});

describe('a limit of Instagram’s', () => {
	it('holds up the same operation only', async () => {
		const { clock, run, want, turnOf, times } = newLine();
		want('refused', run());
		await clock.advance(0);
		turnOf('refused').refused(throttled);
		want('same', run());
		want('other', run(), 'comment');
		await clock.advance(MINUTE);
		expect(times()).toMatchObject({ other: 0, same: 2000 });
	});

	it('holds from two seconds to an hour, longer with each refusal in a row', async () => {
		const { clock, run, want, turnOf, line } = newLine();
		const lengths: number[] = [];
		for (let refusals = 0; refusals < 13; refusals += 1) {
			want(`${refusals}`, run());
			await clock.advance(HOUR);
			turnOf(`${refusals}`).refused(throttled);
			lengths.push(line.leftMs('dm') / SECOND);
		}
		expect(lengths).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
		want('accepted', run());
		await clock.advance(HOUR);
		turnOf('accepted').accepted();
		want('refused', run());
		await clock.advance(0);
		turnOf('refused').refused(throttled);
		expect(line.leftMs('dm')).toBe(2000);
	});

	it('does not take a Retry-After of 0 as permission to hammer', async () => {
		const { clock, run, want, turnOf, line } = newLine();
		want('a', run());
		await clock.advance(0);
		turnOf('a').refused(again(0));
		expect(line.leftMs('dm')).toBe(1000);
	});
});

describe('after a limit', () => {
	async function heldUp() {
		const it = newLine();
		for (const name of ['a', 'b', 'old']) it.want(name, it.run());
		await it.clock.advance(0);
		it.turnOf('a').refused(again(10));
		for (const name of ['1', '2', '3', '4']) it.want(name, it.run());
		await it.clock.advance(10 * SECOND);
		return it;
	}
	const names = (log: Asked[]) => log.map(({ name }) => name).slice(3);

	it('one call goes first, the others in their order when it was accepted', async () => {
		const { clock, log, turnOf } = await heldUp();
		expect(names(log)).toEqual(['1']);
		await clock.advance(MINUTE);
		expect(names(log)).toEqual(['1']);
		turnOf('1').accepted();
		await clock.advance(0);
		expect(names(log)).toEqual(['1', '2', '3', '4']);
	});

	it('those who do not wait for limits wait for that one call', async () => {
		const { clock, run, want, log, turnOf } = await heldUp();
		want('stop', run({ waitOnLimit: false }));
		turnOf('1').accepted();
		await clock.advance(0);
		expect(names(log)).toEqual(['1', '2', '3', '4', 'stop']);
	});

	it('the next one goes when the first failed for another reason', async () => {
		const { clock, log, turnOf } = await heldUp();
		turnOf('1').otherwise();
		await clock.advance(0);
		expect(names(log)).toEqual(['1', '2']);
	});

	it('a call that is refused again still comes before those who came later', async () => {
		const it = newLine();
		const first = it.want('first', it.run());
		await it.clock.advance(0);
		it.turnOf('first').refused(again(10));
		it.want('later', it.run());
		first.askAgain();
		await it.clock.advance(10 * SECOND);
		expect(it.log.map(({ name }) => name)).toEqual(['first', 'first']);
		it.turnOf('first').accepted();
		await it.clock.advance(0);
		expect(it.log.map(({ name }) => name)).toEqual(['first', 'first', 'later']);
	});

	it('what left before it neither ends it nor makes it longer', async () => {
		const it = newLine();
		for (const name of ['a', 'b', 'c']) it.want(name, it.run());
		await it.clock.advance(0);
		it.turnOf('a').refused(again(10));
		it.turnOf('b').refused(again(20));
		it.turnOf('c').accepted();
		it.want('next', it.run());
		await it.clock.advance(HOUR);
		expect(it.times()).toMatchObject({ next: 10 * SECOND });
	});

	it('the pace is kept: no burst', async () => {
		const it = newLine();
		it.want('a', it.run({ requestsPerSecond: 1 }));
		await it.clock.advance(0);
		it.turnOf('a').refused(again(30));
		for (const name of ['b', 'c', 'd']) it.want(name, it.run({ requestsPerSecond: 1 }));
		await it.clock.advance(30 * SECOND);
		it.turnOf('b').accepted();
		await it.clock.advance(MINUTE);
		expect(it.times()).toMatchObject({ b: 30_000, c: 31_000, d: 32_000 });
	});
});

describe('what is handed back', () => {
	it('comes again each a little later than the one before, across runs', () => {
		const { clock, line } = newLine();
		const returns = [line.nextReturn(70_000, 200), line.nextReturn(70_000, 5000)];
		expect(returns.map((at) => at - clock.wall())).toEqual([70_000, 75_000]);
		expect(line.nextReturn(HOUR, 200) - clock.wall()).toBe(HOUR);
	});

	it('comes again without waiting for what has to wait for longer', async () => {
		const { clock, line } = newLine();
		const fromNow = (soonestMs: number, gapMs = 200) =>
			line.nextReturn(soonestMs, gapMs) - clock.wall();
		expect([HOUR, HOUR, 70_000, 70_000].map((soonest) => fromNow(soonest))).toEqual([
			...[HOUR, HOUR + 200, 70_000, 70_200],
		]);
		// Between the two, and not within any of them.
		expect(fromNow(70_100)).toBe(70_400);
		expect(fromNow(HOUR - 100)).toBe(HOUR + 400);
		expect(fromNow(HOUR - 200)).toBe(HOUR - 200);
		await clock.advance(2 * HOUR);
		expect(fromNow(70_000)).toBe(70_000);
	});
});

it('keeps pace, order and limits whatever comes when', async () => {
	const RATES = [0, 1, 4];
	const arrival = fc.record({
		after: fc.integer({ min: 0, max: 3000 }),
		rate: fc.constantFrom(...RATES),
		operation: fc.constantFrom('dm', 'comment'),
		outcome: fc.constantFrom(
			'accepted',
			'accepted',
			'accepted',
			'throttled',
			'hourly',
			'otherwise',
		),
		latency: fc.integer({ min: 0, max: 2000 }),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 40 }), async (arrivals) => {
			const clock = new HandClock(Date.parse('2026-03-01T12:58:00Z'));
			const line = new AccountLine(clock, () => 0.5);
			const left: { index: number; at: number }[] = [];
			const shut: { from: number; until: number; operation: string | null }[] = [];
			const out: { index: number; back: number; turn: Turn }[] = [];
			const settleDue = () => {
				for (const call of out.filter(({ back }) => back <= clock.steady())) {
					out.splice(out.indexOf(call), 1);
					const { outcome = 'accepted', operation = 'dm' } = arrivals[call.index] ?? {};
					const before = line.leftMs(operation);
					if (outcome === 'throttled') call.turn.refused(throttled);
					else if (outcome === 'hourly') call.turn.refused(hourly);
					else if (outcome === 'otherwise') call.turn.otherwise();
					else call.turn.accepted();
					const leftMs = line.leftMs(operation);
					if (leftMs > before && leftMs < 5 * MINUTE) {
						const from = clock.steady();
						const held = outcome === 'hourly' ? null : operation;
						shut.push({ from, until: from + leftMs, operation: held });
					}
				}
			};
			for (const [index, { after, rate, operation }] of arrivals.entries()) {
				for (let ms = 0; ms < after; ms += 100) {
					await clock.advance(Math.min(100, after - ms));
					settleDue();
				}
				const terms = { requestsPerSecond: rate, maxWaitMs: 24 * HOUR, waitOnLimit: true };
				const nextTurn = line.place(terms).call(operation, () => false);
				void nextTurn().then((turn) => {
					if ('why' in turn) throw new Error(turn.why);
					left.push({ index, at: clock.steady() });
					out.push({ index, back: clock.steady() + (arrivals[index]?.latency ?? 0), turn });
				});
			}
			for (let step = 0; left.length < arrivals.length || out.length > 0; step += 1) {
				if (step > 1000) throw new Error('the line stands still');
				await clock.advance(step < 200 ? 100 : MINUTE);
				settleDue();
			}

			const of = (index: number) => arrivals[index] ?? { rate: 0, operation: '' };
			for (const rate of RATES.filter((each) => each > 0)) {
				const paced = left.filter(({ index }) => of(index).rate > 0);
				for (const [position, call] of paced.entries()) {
					const next = paced[position + 1];
					if (next && of(call.index).rate === rate) {
						expect(next.at - call.at).toBeGreaterThanOrEqual(1000 / rate - 0.001);
					}
				}
			}
			for (const operation of ['dm', 'comment']) {
				for (const rate of RATES) {
					const same = left.filter(
						({ index }) => of(index).rate === rate && of(index).operation === operation,
					);
					const indexes = same.map(({ index }) => index);
					expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
				}
			}
			for (const { from, until, operation } of shut) {
				const during = left.filter(
					({ index, at }) =>
						at > from && at < until && (operation === null || of(index).operation === operation),
				);
				expect(during).toEqual([]);
			}
		}),
		{ numRuns: 60 },
	);
});

it('is one line for an account, wherever it is asked for', () => {
	const line = lineOf({ apiKey: 'k', baseUrl: 'https://a.example' });
	expect(lineOf({ apiKey: 'k', baseUrl: 'https://a.example' })).toBe(line);
	expect(lineOf({ apiKey: 'l', baseUrl: 'https://a.example' })).not.toBe(line);
	expect(lineOf({ apiKey: 'k', baseUrl: 'https://b.example' })).not.toBe(line);
});
