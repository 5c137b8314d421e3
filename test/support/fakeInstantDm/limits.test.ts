import { setImmediate } from 'node:timers/promises';

import { startFakeInstantDm, type FakeInstantDm, type FakeInstantDmOptions } from '.';
import { callApi, dm } from './testCalls';

let fakeInstantDm: FakeInstantDm;
afterEach(() => fakeInstantDm.close());

async function statuses(calls: number): Promise<number[]> {
	const seen: number[] = [];
	for (let call = 0; call < calls; call++) seen.push((await callApi(fakeInstantDm.url)).status);
	return seen;
}

const start = async (options: FakeInstantDmOptions) => {
	fakeInstantDm = await startFakeInstantDm(options);
};

it('has an hourly limit that ends at the top of the hour and does not count what was refused', async () => {
	let now = new Date('2026-04-29T15:59:59.999Z');
	await start({ hourlyLimit: 2, now: () => now });
	await callApi(fakeInstantDm.url, { ...dm, message: { text: '' } });
	expect(await statuses(3)).toEqual([200, 200, 429]);
	now = new Date('2026-04-29T16:00:00.000Z');
	expect(await statuses(3)).toEqual([200, 200, 429]);
});

it('can have shorter hours, and say when one is over', async () => {
	let now = new Date('2026-04-29T16:00:20.500Z');
	await start({ hourlyLimit: 1, hourSeconds: 80, retryAfter: true, now: () => now });
	expect(await statuses(2)).toEqual([200, 429]);
	const { headers } = await callApi(fakeInstantDm.url);
	const seconds = Number(headers.get('retry-after'));
	expect(seconds).toBeLessThanOrEqual(80);
	now = new Date(now.getTime() + seconds * 1000);
	expect(await statuses(2)).toEqual([200, 429]);
});

it('runs out of credits', async () => {
	await start({ credits: 2 });
	expect(await statuses(3)).toEqual([200, 200, 402]);
});

it('keeps a call open for as long as its latency, and the ledger says how many were', async () => {
	await start({ latency: 60_000 });
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
