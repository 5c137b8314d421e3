import { setImmediate } from 'node:timers/promises';

import { useFakeInstantDm } from './useFakeInstantDm';
import type { Failure } from './failure';
import { authorized, callApi, dm } from './testCalls';

const fakeInstantDm = useFakeInstantDm();

const to = (recipient_id: string) => ({ ...dm, recipient_id });
const call = (recipient = '1') => callApi(fakeInstantDm().url, to(recipient));

describe('which call fails', () => {
	const failure: Failure = { kind: 'documented', error: 'hourlyLimit' };

	it('the next one', async () => {
		fakeInstantDm().fail(failure);
		expect([(await call()).status, (await call()).status]).toEqual([429, 200]);
	});

	it('the third one', async () => {
		fakeInstantDm().fail(failure, { call: 3 });
		const seen = [];
		for (let number = 1; number <= 4; number++) seen.push((await call()).status);
		expect(seen).toEqual([200, 200, 429, 200]);
	});

	it('those to one person, twice', async () => {
		fakeInstantDm().fail(failure, { to: '7', times: 2 });
		const seen = [];
		for (const recipient of ['7', '8', '7', '7']) seen.push((await call(recipient)).status);
		expect(seen).toEqual([429, 200, 429, 200]);
		expect(fakeInstantDm().ledger.reached()).toEqual(['8', '7']);
	});

	it('those of one path', async () => {
		fakeInstantDm().fail(failure, { path: '/ig_posts' });
		const posts = () => fetch(`${fakeInstantDm().openApiUrl}/ig_posts`, { headers: authorized });
		const seen = [(await call()).status, (await posts()).status, (await posts()).status];
		expect(seen).toEqual([200, 429, 200]);
		expect(fakeInstantDm().ledger.of('/ig_posts')).toHaveLength(2);
	});

	it('all of them, until a reset', async () => {
		fakeInstantDm().fail(failure, { times: 'always' });
		expect([(await call()).status, (await call()).status]).toEqual([429, 429]);
		fakeInstantDm().reset();
		expect((await call()).status).toBe(200);
	});
});

describe('how it fails', () => {
	it('429 with Retry-After', async () => {
		fakeInstantDm().fail({ kind: 'documented', error: 'hourlyLimit', retryAfter: 30 });
		const answer = await call();
		expect(answer.headers.get('retry-after')).toBe('30');
		expect(fakeInstantDm().ledger.entries).toMatchObject([
			{ delivered: false, status: 429, to: '1' },
		]);
	});

	it('an error though the message was delivered', async () => {
		fakeInstantDm().fail({ kind: 'instagram', code: 1, subcode: 1357046, delivered: true });
		expect((await call()).status).toBe(400);
		expect(fakeInstantDm().ledger.entries).toMatchObject([{ delivered: true, status: 400 }]);
	});

	it('an HTML page, as a gateway would', async () => {
		const body = '<html><h1>502 Bad Gateway</h1></html>';
		const headers = { 'content-type': 'text/html' };
		fakeInstantDm().fail({ kind: 'answer', status: 502, body, headers });
		expect(await call()).toMatchObject({ status: 502, body });
	});

	it('garbage with status 200', async () => {
		fakeInstantDm().fail({ kind: 'answer', status: 200, body: '{"mess', delivered: true });
		expect(await call()).toMatchObject({ status: 200, body: '{"mess' });
		expect(fakeInstantDm().ledger.reached()).toEqual(['1']);
	});

	it('a connection that breaks before the request is read', async () => {
		fakeInstantDm().fail({ kind: 'reset' });
		await expect(call()).rejects.toThrow('fetch failed');
		expect(fakeInstantDm().ledger.entries).toMatchObject([
			{ body: null, delivered: false, status: null },
		]);
	});

	it('a connection that breaks after the message was sent on', async () => {
		fakeInstantDm().fail({ kind: 'reset', delivered: true });
		await expect(call()).rejects.toThrow('fetch failed');
		expect(fakeInstantDm().ledger.entries).toMatchObject([
			{ to: '1', delivered: true, status: null },
		]);
	});

	/** Gives up on a call once the fake InstantDM has read it. */
	async function giveUp(): Promise<void> {
		const caller = new AbortController();
		const { signal } = caller;
		const call = callApi(fakeInstantDm().url, to('1'), authorized, { signal }).catch(
			() => 'gave up',
		);
		while (fakeInstantDm().ledger.entries[0]?.to !== '1') await setImmediate();
		caller.abort();
		expect(await call).toBe('gave up');
	}

	it.each([true, false])('no answer at all, delivered: %s', async (delivered) => {
		fakeInstantDm().fail({ kind: 'hang', delivered });
		await giveUp();
		expect(fakeInstantDm().ledger.entries).toMatchObject([{ delivered, status: null }]);
	});

	it('an answer that comes too late', async () => {
		fakeInstantDm().fail({ kind: 'slow', ms: 60_000 });
		await giveUp();
		expect(fakeInstantDm().ledger.entries).toMatchObject([{ delivered: true, status: null }]);
	});

	it('an answer that comes late', async () => {
		fakeInstantDm().fail({ kind: 'slow', ms: 1 });
		expect((await call()).status).toBe(200);
	});
});
