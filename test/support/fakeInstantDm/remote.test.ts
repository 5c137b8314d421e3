import { forkFakeInstantDm } from './remote';
import { callApi, dm } from './testCalls';

it('runs in a process of its own and is steered from here', async () => {
	const { fakeInstantDm, close } = await forkFakeInstantDm({ keys: ['other-key'] });
	try {
		const other = { 'x-api-key': 'other-key' };
		await fakeInstantDm.fail({ kind: 'documented', error: 'hourlyLimit' }, { call: 2 });
		const first = await callApi(fakeInstantDm.url, dm, other);
		const second = await callApi(fakeInstantDm.url, dm, other);
		expect([first.status, second.status]).toEqual([200, 429]);

		const ledger = await fakeInstantDm.ledger();
		expect(ledger.reached()).toEqual([dm.recipient_id]);
		expect(ledger.bodies()).toEqual([dm, dm]);

		await fakeInstantDm.configure({ credits: 0 });
		expect((await callApi(fakeInstantDm.url, dm, other)).status).toBe(402);
		await fakeInstantDm.reset();
		expect((await fakeInstantDm.ledger()).entries).toEqual([]);
		expect((await callApi(fakeInstantDm.url, dm, other)).status).toBe(200);

		await expect(fakeInstantDm.configure({ credits: -1 })).rejects.toThrow(
			'greater than or equal to 0',
		);

		const post = { id: '18071354672638470', caption: 'New' };
		await fakeInstantDm.seed({ post: [post] });
		const comment = { postId: post.id, personId: '123456', text: 'Love this!' };
		const id = await fakeInstantDm.add('comment', comment);
		await fakeInstantDm.change('comment', id, { text: 'Love it!' });
		const comments = async () => {
			const url = `${fakeInstantDm.openApiUrl}/ig_comments?post_id=${post.id}`;
			return await (await fetch(url, { headers: other })).text();
		};
		expect(await comments()).toContain(`"id":"${id}","text":"Love it!"`);
		const there = `${fakeInstantDm.url}/nowhere`;
		expect(await fakeInstantDm.announce(there, id)).toMatchObject({ status: 404 });
		const message = {
			text: 'Which size?',
			quick_replies: [{ content_type: 'text', title: 'Small', payload: 'S' }],
		};
		await callApi(fakeInstantDm.url, { ...dm, message }, other);
		const tapped = { to: dm.recipient_id, title: 'Small' };
		expect(await fakeInstantDm.tap(there, tapped)).toMatchObject({ status: 404 });
		await fakeInstantDm.remove('comment', id);
		expect(await comments()).toContain('"data":[]');
		expect(await fakeInstantDm.deliver(there, 'comment')).toMatchObject({ status: 404 });
	} finally {
		await close();
	}
	await expect(fakeInstantDm.ledger()).rejects.toThrow('fetch failed');
}, 60_000);
