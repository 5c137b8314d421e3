import { clockUntil } from '../../../../../nodes/InstantDm/execution/clock';
import { paced } from '../../../../../nodes/InstantDm/execution/pace';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** The times, in milliseconds from the start, at which `calls` calls were let go. */
async function timesOf(requestsPerSecond: number, calls: number) {
	const start = performance.now();
	const turn = paced(
		requestsPerSecond,
		clockUntil(() => false),
	);
	const times: number[] = [];
	for (let call = 0; call < calls; call += 1) {
		void turn().then(() => times.push(performance.now() - start));
	}
	await jest.advanceTimersByTimeAsync(60_000);
	return times;
}

describe('paced', () => {
	it('lets a call go every 1/r seconds, without a burst at the start', async () => {
		expect(await timesOf(4, 5)).toEqual([0, 250, 500, 750, 1000]);
	});

	it('knows paces below one a second', async () => {
		expect(await timesOf(0.5, 3)).toEqual([0, 2000, 4000]);
	});

	it('holds nothing back at 0', async () => {
		expect(await timesOf(0, 3)).toEqual([0, 0, 0]);
	});

	it('does not catch up after a pause', async () => {
		const turn = paced(
			10,
			clockUntil(() => false),
		);
		await turn();
		await jest.advanceTimersByTimeAsync(5000);
		const times: number[] = [];
		const start = performance.now();
		for (let call = 0; call < 3; call += 1) {
			void turn().then(() => times.push(performance.now() - start));
		}
		await jest.advanceTimersByTimeAsync(1000);
		expect(times).toEqual([0, 100, 200]);
	});

	it('is not put off by a wall clock that jumps', async () => {
		const turn = paced(
			1,
			clockUntil(() => false),
		);
		await turn();
		const second = jest.fn();
		void turn().then(second);
		jest.setSystemTime(-3_600_000);
		await jest.advanceTimersByTimeAsync(999);
		expect(second).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		expect(second).toHaveBeenCalled();
	});

	it('lets everybody go soon after the run has ended', async () => {
		let ended = false;
		const turn = paced(
			0.01,
			clockUntil(() => ended),
		);
		await turn();
		const second = jest.fn();
		void turn().then(second);
		await jest.advanceTimersByTimeAsync(1000);
		expect(second).not.toHaveBeenCalled();
		ended = true;
		await jest.advanceTimersByTimeAsync(200);
		expect(second).toHaveBeenCalled();
	});
});
