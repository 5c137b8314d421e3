import { clockUntil } from '../../../../../nodes/InstantDm/execution/clock';
import { RateLimitGate, type Limit } from '../../../../../nodes/InstantDm/execution/throttle';

const limit = (fields: Partial<Limit> = {}): Limit => ({
	kind: 'limit',
	retryAfterSeconds: null,
	hourly: false,
	...fields,
});
const hourly = limit({ hourly: true });

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-01T12:40:00Z') }));
afterEach(() => jest.useRealTimers());

const gateWith = (maxWait: number, random = () => 0) =>
	new RateLimitGate(
		maxWait,
		clockUntil(() => false),
		random,
	);

/** How long the gate stays shut from now on, in milliseconds. */
async function shutFor(gate: RateLimitGate) {
	const start = performance.now();
	let opened = -1;
	void gate.open().then(() => {
		opened = performance.now() - start;
	});
	await jest.advanceTimersByTimeAsync(90 * MINUTE);
	return opened;
}

describe('RateLimitGate', () => {
	it('is open until a limit is hit', async () => {
		expect(await shutFor(gateWith(0))).toBe(0);
	});

	it('holds for as long as Retry-After says, hourly limit or not', async () => {
		for (const hit of [limit({ retryAfterSeconds: 90 }), { ...hourly, retryAfterSeconds: 90 }]) {
			const gate = gateWith(100_000);
			expect(gate.refused(hit, 0)).toBeNull();
			expect(await shutFor(gate)).toBe(90_000);
		}
	});

	it('does not take a Retry-After of 0 for leave to hammer', async () => {
		const gate = gateWith(10_000);
		gate.refused(limit({ retryAfterSeconds: 0 }), 0);
		expect(await shutFor(gate)).toBe(1000);
	});

	it('holds an hourly limit until shortly after the top of the hour', async () => {
		const gate = gateWith(60 * MINUTE);
		gate.refused(hourly, 0);
		expect(await shutFor(gate)).toBe(20 * MINUTE + 1000);
	});

	it('backs off when the hour is refused again: the server’s clock is behind', async () => {
		const gate = gateWith(60 * MINUTE);
		gate.refused(hourly, 0);
		await jest.advanceTimersByTimeAsync(20 * MINUTE + 1000);
		expect(gate.refused(hourly, 1)).toBeNull();
		expect(await shutFor(gate)).toBe(2000);
	});

	it('waits for the next hour once calls have got through again', async () => {
		const gate = gateWith(120 * MINUTE);
		gate.refused(hourly, 0);
		await jest.advanceTimersByTimeAsync(20 * MINUTE + 1000);
		gate.accepted();
		gate.refused(hourly, 1);
		expect(await shutFor(gate)).toBe(60 * MINUTE);
	});

	it('backs off from a throttle twice as long each time, with jitter', async () => {
		const [least, most] = [gateWith(MINUTE * 5), gateWith(MINUTE * 5, () => 0.999)];
		for (const hit of [0, 1, 2]) {
			least.refused(limit(), hit);
			expect(await shutFor(least)).toBe(1000 * 2 ** hit);
			most.refused(limit(), hit);
			expect(await shutFor(most)).toBeCloseTo(1999 * 2 ** hit, -2);
		}
	});

	it('holds once for all calls that were out at the same time', async () => {
		const gate = gateWith(10_000);
		const hit = limit({ retryAfterSeconds: 6 });
		expect([gate.refused(hit, 0), gate.refused(hit, 0), gate.refused(hit, 0)]).toEqual([
			null,
			null,
			null,
		]);
		expect(gate.holds).toBe(1);
		expect(await shutFor(gate)).toBe(6000);
	});

	it('does not wait at all when that would take longer than is left', async () => {
		const gate = gateWith(10_000);
		expect(gate.refused(limit({ retryAfterSeconds: 6 }), 0)).toBeNull();
		expect(await shutFor(gate)).toBe(6000);
		expect(gate.refused(limit({ retryAfterSeconds: 6 }), 1)).toBe(6000);
		expect(await shutFor(gate)).toBe(0);
		expect(gate.refused(limit({ retryAfterSeconds: 4 }), 1)).toBeNull();
	});

	it('keeps those waiting who come while it is shut, and through a second hold', async () => {
		const gate = gateWith(10_000);
		gate.refused(limit({ retryAfterSeconds: 2 }), 0);
		const waiting = shutFor(gate);
		gate.refused(limit({ retryAfterSeconds: 5 }), 1);
		expect(await waiting).toBe(5000);
	});
});
