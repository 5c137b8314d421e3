import { setImmediate } from 'node:timers/promises';

import { startFakeInstantDm, type FakeInstantDm, type FakeInstantDmOptions } from '.';
import { latencies } from './latency';
import documented from './requests.json';
import { callApi } from './testCalls';

let fakeInstantDm: FakeInstantDm | undefined;
afterEach(async () => {
	await fakeInstantDm?.close();
	fakeInstantDm = undefined;
});

async function statuses(options: FakeInstantDmOptions, calls: number): Promise<number[]> {
	fakeInstantDm ??= await startFakeInstantDm(options);
	const seen: number[] = [];
	for (let call = 0; call < calls; call++) seen.push((await callApi(fakeInstantDm.url)).status);
	return seen;
}

describe('the hourly limit', () => {
	it('ends at the top of the hour', async () => {
		let now = new Date('2026-04-29T15:59:59.999Z');
		const options = { hourlyLimit: 2, now: () => now };
		expect(await statuses(options, 3)).toEqual([200, 200, 429]);
		now = new Date('2026-04-29T16:00:00.000Z');
		expect(await statuses(options, 3)).toEqual([200, 200, 429]);
	});

	it('does not count what was refused', async () => {
		fakeInstantDm = await startFakeInstantDm({ hourlyLimit: 1 });
		const message = { text: '' };
		await callApi(fakeInstantDm.url, { ...documented.requests.dm, message });
		expect(await statuses({}, 2)).toEqual([200, 429]);
	});
});

it('runs out of credits', async () => {
	expect(await statuses({ credits: 2 }, 3)).toEqual([200, 200, 402]);
});

describe('latency', () => {
	it('is always the same', () => {
		const next = latencies(40);
		expect([next(), next()]).toEqual([40, 40]);
	});

	it('is drawn within bounds, alike for the same seed', () => {
		const draw = (seed: number) => {
			const next = latencies({ min: 10, max: 20, seed });
			return Array.from({ length: 1000 }, next);
		};
		const drawn = draw(1);
		expect(drawn).toEqual(draw(1));
		expect(drawn).not.toEqual(draw(2));
		expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
		expect(Math.max(...drawn)).toBeLessThan(20);
		expect(new Set(drawn).size).toBeGreaterThan(990);
	});

	it('keeps a call open, and the ledger says how many were', async () => {
		fakeInstantDm = await startFakeInstantDm({ latency: 60_000 });
		const { url, ledger } = fakeInstantDm;
		const caller = new AbortController();
		const { signal } = caller;
		const calls = [1, 2, 3].map(() => callApi(url, undefined, undefined, { signal }));
		const settled = Promise.allSettled(calls);
		while (ledger.reached().length < 3) await setImmediate();
		expect(ledger.mostOpen()).toBe(3);
		caller.abort();
		await settled;
	});
});
