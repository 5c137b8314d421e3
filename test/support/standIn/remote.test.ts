import { forkStandIn } from './remote';
import documented from './requests.json';
import { callApi } from './testCalls';

it('runs in a process of its own and is steered from here', async () => {
	const { standIn, close } = await forkStandIn({ keys: ['other-key'] });
	try {
		const other = { 'x-api-key': 'other-key' };
		await standIn.fail({ kind: 'documented', error: 'hourlyLimit' }, { call: 2 });
		const first = await callApi(standIn.url, documented.requests.dm, other);
		const second = await callApi(standIn.url, documented.requests.dm, other);
		expect([first.status, second.status]).toEqual([200, 429]);

		const ledger = await standIn.ledger();
		expect(ledger.reached()).toEqual([documented.requests.dm.recipient_id]);
		expect(ledger.bodies()).toEqual([documented.requests.dm, documented.requests.dm]);

		await standIn.configure({ credits: 0 });
		expect((await callApi(standIn.url, documented.requests.dm, other)).status).toBe(402);
		await standIn.reset();
		expect((await standIn.ledger()).entries).toEqual([]);
		expect((await callApi(standIn.url, documented.requests.dm, other)).status).toBe(200);

		await expect(standIn.configure({ credits: -1 })).rejects.toThrow('greater than or equal to 0');

		const there = `${standIn.url}/nowhere`;
		expect(await standIn.deliver(there, 'comment')).toMatchObject({ status: 404 });
	} finally {
		await close();
	}
	await expect(standIn.ledger()).rejects.toThrow('fetch failed');
}, 60_000);
