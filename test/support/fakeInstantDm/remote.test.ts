import { forkFakeInstantDm } from './remote';
import documented from './requests.json';
import { callApi } from './testCalls';

it('runs in a process of its own and is steered from here', async () => {
	const { fakeInstantDm, close } = await forkFakeInstantDm({ keys: ['other-key'] });
	try {
		const other = { 'x-api-key': 'other-key' };
		await fakeInstantDm.fail({ kind: 'documented', error: 'hourlyLimit' }, { call: 2 });
		const first = await callApi(fakeInstantDm.url, documented.requests.dm, other);
		const second = await callApi(fakeInstantDm.url, documented.requests.dm, other);
		expect([first.status, second.status]).toEqual([200, 429]);

		const ledger = await fakeInstantDm.ledger();
		expect(ledger.reached()).toEqual([documented.requests.dm.recipient_id]);
		expect(ledger.bodies()).toEqual([documented.requests.dm, documented.requests.dm]);

		await fakeInstantDm.configure({ credits: 0 });
		expect((await callApi(fakeInstantDm.url, documented.requests.dm, other)).status).toBe(402);
		await fakeInstantDm.reset();
		expect((await fakeInstantDm.ledger()).entries).toEqual([]);
		expect((await callApi(fakeInstantDm.url, documented.requests.dm, other)).status).toBe(200);

		await expect(fakeInstantDm.configure({ credits: -1 })).rejects.toThrow(
			'greater than or equal to 0',
		);

		const there = `${fakeInstantDm.url}/nowhere`;
		expect(await fakeInstantDm.deliver(there, 'comment')).toMatchObject({ status: 404 });
	} finally {
		await close();
	}
	await expect(fakeInstantDm.ledger()).rejects.toThrow('fetch failed');
}, 60_000);
