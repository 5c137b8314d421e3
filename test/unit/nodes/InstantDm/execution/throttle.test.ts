import { clockUntil } from '../../../../../nodes/InstantDm/execution/clock';
import { Throttle } from '../../../../../nodes/InstantDm/execution/throttle';
import type { Limit } from '../../../../../nodes/shared/api/failedCall';

const limit = (fields: Partial<Limit> = {}): Limit => ({
	retryAfterSeconds: null,
	hourly: false,
	...fields,
});
const hourly = limit({ hourly: true });

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-01T12:40:00Z') }));
afterEach(() => jest.useRealTimers());

interface Pace {
	requestsPerSecond?: number;
	/** milliseconds */
	maxWait?: number;
}

const throttleWith = ({ requestsPerSecond = 0, maxWait = 0 }: Pace, random = () => 0) =>
	new Throttle(
		{ requestsPerSecond, maxWait: maxWait / 1000 },
		clockUntil(() => false),
		random,
	);

/** The times, in milliseconds from now, at which `calls` calls are let out. */
async function timesOf(throttle: Throttle, calls: number) {
	const start = performance.now();
	const times: number[] = [];
	for (let call = 0; call < calls; call += 1) {
		void throttle.turn().then(() => times.push(performance.now() - start));
	}
	await jest.advanceTimersByTimeAsync(90 * MINUTE);
	return times;
}

/** How long the throttle lets nothing out from now on, in milliseconds. */
const shutFor = async (throttle: Throttle) => (await timesOf(throttle, 1))[0];

describe('a pace', () => {
	it('lets a call go every 1/r seconds, without a burst at the start', async () => {
		const throttle = throttleWith({ requestsPerSecond: 4 });
		expect(await timesOf(throttle, 5)).toEqual([0, 250, 500, 750, 1000]);
	});

	it('can be slower than one a second', async () => {
		const throttle = throttleWith({ requestsPerSecond: 0.5 });
		expect(await timesOf(throttle, 3)).toEqual([0, 2000, 4000]);
	});

	it('holds nothing back at 0', async () => {
		expect(await timesOf(throttleWith({}), 3)).toEqual([0, 0, 0]);
	});

	it('does not catch up after a pause', async () => {
		const throttle = throttleWith({ requestsPerSecond: 10 });
		await throttle.turn();
		await jest.advanceTimersByTimeAsync(5000);
		expect(await timesOf(throttle, 3)).toEqual([0, 100, 200]);
	});

	it('does not care about a wall clock that jumps', async () => {
		const throttle = throttleWith({ requestsPerSecond: 1 });
		await throttle.turn();
		const second = jest.fn();
		void throttle.turn().then(second);
		jest.setSystemTime(-3_600_000);
		await jest.advanceTimersByTimeAsync(999);
		expect(second).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		expect(second).toHaveBeenCalled();
	});

	it('lets everyone go soon after the run has ended', async () => {
		let ended = false;
		const clock = clockUntil(() => ended);
		const throttle = new Throttle({ requestsPerSecond: 0.01, maxWait: 0 }, clock, () => 0);
		await throttle.turn();
		const second = jest.fn();
		void throttle.turn().then(second);
		await jest.advanceTimersByTimeAsync(1000);
		expect(second).not.toHaveBeenCalled();
		ended = true;
		await jest.advanceTimersByTimeAsync(200);
		expect(second).toHaveBeenCalled();
	});

	it('goes on after a rate limit, without a burst', async () => {
		const throttle = throttleWith({ requestsPerSecond: 1, maxWait: 60_000 });
		const turn = await throttle.turn();
		throttle.refused(limit({ retryAfterSeconds: 30 }), turn);
		expect(await timesOf(throttle, 3)).toEqual([30_000, 31_000, 32_000]);
	});
});

describe('a rate limit', () => {
	it('holds nothing back until it is reached', async () => {
		expect(await shutFor(throttleWith({ maxWait: 0 }))).toBe(0);
	});

	it('holds for as long as Retry-After says, hourly limit or not', async () => {
		for (const hit of [limit({ retryAfterSeconds: 90 }), { ...hourly, retryAfterSeconds: 90 }]) {
			const throttle = throttleWith({ maxWait: 100_000 });
			expect(throttle.refused(hit, 0)).toBeNull();
			expect(await shutFor(throttle)).toBe(90_000);
		}
	});

	it('does not treat a Retry-After of 0 as permission to hammer', async () => {
		const throttle = throttleWith({ maxWait: 10_000 });
		throttle.refused(limit({ retryAfterSeconds: 0 }), 0);
		expect(await shutFor(throttle)).toBe(1000);
	});

	it('holds an hourly limit until shortly after the top of the hour', async () => {
		const throttle = throttleWith({ maxWait: 60 * MINUTE });
		throttle.refused(hourly, 0);
		expect(await shutFor(throttle)).toBe(20 * MINUTE + 1000);
	});

	it('backs off when the hour is refused again: the server’s clock is behind', async () => {
		const throttle = throttleWith({ maxWait: 60 * MINUTE });
		throttle.refused(hourly, 0);
		await jest.advanceTimersByTimeAsync(20 * MINUTE + 1000);
		expect(throttle.refused(hourly, 1)).toBeNull();
		expect(await shutFor(throttle)).toBe(2000);
	});

	it('waits for the next hour once calls have got through again', async () => {
		const throttle = throttleWith({ maxWait: 120 * MINUTE });
		throttle.refused(hourly, 0);
		await jest.advanceTimersByTimeAsync(20 * MINUTE + 1000);
		throttle.accepted();
		throttle.refused(hourly, 1);
		expect(await shutFor(throttle)).toBe(60 * MINUTE);
	});

	it('backs off from a throttle twice as long each time, with jitter', async () => {
		const [least, most] = [
			throttleWith({ maxWait: MINUTE * 5 }),
			throttleWith({ maxWait: MINUTE * 5 }, () => 0.999),
		];
		for (const hit of [0, 1, 2]) {
			least.refused(limit(), hit);
			expect(await shutFor(least)).toBe(1000 * 2 ** hit);
			most.refused(limit(), hit);
			expect(await shutFor(most)).toBeCloseTo(1999 * 2 ** hit, -2);
		}
	});

	it('holds once for all calls that were out at the same time', async () => {
		const throttle = throttleWith({ maxWait: 10_000 });
		const hit = limit({ retryAfterSeconds: 6 });
		expect([throttle.refused(hit, 0), throttle.refused(hit, 0), throttle.refused(hit, 0)]).toEqual([
			null,
			null,
			null,
		]);
		expect(await shutFor(throttle)).toBe(6000);
	});

	it('does not wait at all when that would take longer than is left', async () => {
		const throttle = throttleWith({ maxWait: 10_000 });
		expect(throttle.refused(limit({ retryAfterSeconds: 6 }), 0)).toBeNull();
		expect(await shutFor(throttle)).toBe(6000);
		expect(throttle.refused(limit({ retryAfterSeconds: 6 }), 1)).toBe(6000);
		expect(await shutFor(throttle)).toBe(0);
		expect(throttle.refused(limit({ retryAfterSeconds: 4 }), 1)).toBeNull();
	});

	it('keeps those waiting who come while it is shut, and through a second hold', async () => {
		const throttle = throttleWith({ maxWait: 10_000 });
		throttle.refused(limit({ retryAfterSeconds: 2 }), 0);
		const waiting = shutFor(throttle);
		throttle.refused(limit({ retryAfterSeconds: 5 }), 1);
		expect(await waiting).toBe(5000);
	});
});
