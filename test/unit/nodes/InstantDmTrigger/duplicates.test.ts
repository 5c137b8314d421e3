import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

import { Duplicates } from '../../../../nodes/InstantDmTrigger/duplicates';
import { commentBody, credential, messageBody, n8n, PERSON, sign } from './trigger';

/** The answer to a delivery, as Node's ServerResponse shows it. */
class Response {
	statusCode = 200;
	writableEnded = false;

	/** The same for a sender that hung up in the meantime. */
	answer(statusCode: number) {
		this.statusCode = statusCode;
		this.writableEnded = true;
	}
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function collectGarbage() {
	setFlagsFromString('--expose_gc');
	runInNewContext('gc()');
}

/** Two days: what a delivery's ids are good for. */
const event = (key: string, countsFor = 48 * HOUR) => ({ key, countsFor });

describe('the memory', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	async function start(memory: Duplicates, keys: string[]) {
		const response = new Response();
		const isNew = await memory.claim(
			keys.map((key) => event(key)),
			response,
		);
		return { response, isNew };
	}

	async function seen(memory: Duplicates, keys: string[]) {
		const { response, isNew } = await start(memory, keys);
		response.answer(200);
		return isNew;
	}

	it('knows an event once n8n took its execution over', async () => {
		const memory = new Duplicates();
		expect(await seen(memory, ['a'])).toEqual([true]);
		expect(await seen(memory, ['a', 'b'])).toEqual([false, true]);
		expect(await seen(memory, ['b'])).toEqual([false]);
	});

	it('knows an event that comes twice in one delivery', async () => {
		expect(await seen(new Duplicates(), ['a', 'a'])).toEqual([true, false]);
	});

	it.each([500, 503, 413, 302, 300])(
		'forgets an event whose delivery was answered %s',
		async (status) => {
			const memory = new Duplicates();
			const { response } = await start(memory, ['a']);
			response.answer(status);
			expect(await seen(memory, ['a'])).toEqual([true]);
		},
	);

	it('lets the second of two copies wait for the first, which succeeds', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		const second = start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(1000);
		response.answer(200);
		await jest.advanceTimersByTimeAsync(1000);
		expect((await second).isNew).toEqual([false]);
	});

	it('lets the second run where the first fails', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		const second = start(memory, ['a']);
		const third = start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(1000);
		response.answer(500);
		await jest.advanceTimersByTimeAsync(100);
		expect((await second).isNew).toEqual([true]);
		(await second).response.answer(200);
		await jest.advanceTimersByTimeAsync(11_000);
		expect((await third).isNew).toEqual([false]);
	});

	it('waits where only one of several events is being taken over', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		const second = start(memory, ['b', 'a', 'c']);
		await jest.advanceTimersByTimeAsync(1000);
		response.answer(500);
		await jest.advanceTimersByTimeAsync(100);
		expect((await second).isNew).toEqual([true, true, true]);
	});

	it('does not let go of an event because of an earlier delivery that failed', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		response.answer(500);
		const second = await start(memory, ['a']);
		const third = start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(100);
		second.response.answer(200);
		await jest.advanceTimersByTimeAsync(100);
		expect((await third).isNew).toEqual([false]);
	});

	it('calls itself busy where a copy has waited in vain, and claims nothing for it', async () => {
		const memory = new Duplicates();
		const first = await start(memory, ['a']);
		const second = start(memory, ['a', 'b']);
		await jest.advanceTimersByTimeAsync(10_000);
		expect((await second).isNew).toBe('busy');
		expect((await start(memory, ['b'])).isNew).toEqual([true]);
		first.response.answer(500);
		expect(await seen(memory, ['a'])).toEqual([true]);
		expect(await seen(memory, ['a'])).toEqual([false]);
	});

	/** What a later copy of the event is told. */
	async function isNewLater(memory: Duplicates, key: string) {
		const copy = start(memory, [key]);
		await jest.advanceTimersByTimeAsync(11_000);
		return (await copy).isNew;
	}

	it('keeps an event that nobody has answered, as long as n8n may still start it', async () => {
		const memory = new Duplicates();
		await start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(30 * MINUTE);
		expect(await isNewLater(memory, 'a')).toBe('busy');
	});

	it.each([
		[200, false],
		[500, true],
	])('knows what became of it when n8n answers %s much later', async (status, isNew) => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(10 * MINUTE);
		response.answer(status);
		await jest.advanceTimersByTimeAsync(10 * MINUTE);
		expect(await isNewLater(memory, 'a')).toEqual([isNew]);
	});

	it('frees an event that n8n never answers', async () => {
		const memory = new Duplicates();
		await start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(61 * MINUTE);
		expect(await isNewLater(memory, 'a')).toEqual([true]);
	});

	it.each([200, 500, undefined])('holds on to no request that was answered %s', async (status) => {
		const memory = new Duplicates();
		const held = await (async () => {
			const { response } = await start(memory, ['a']);
			if (status !== undefined) response.answer(status);
			return new WeakRef(response);
		})();
		await jest.advanceTimersByTimeAsync(61 * MINUTE);
		expect((await start(memory, ['b'])).isNew).toEqual([true]);
		collectGarbage();
		expect(held.deref()).toBeUndefined();
	});

	it('runs no timer while nobody waits', async () => {
		const memory = new Duplicates();
		await start(memory, ['a']);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('lasts as long as an event counts, from its first delivery on', async () => {
		let now = 0;
		const memory = new Duplicates(() => now);
		await seen(memory, ['a']);
		now = 47 * HOUR;
		expect(await seen(memory, ['a'])).toEqual([false]);
		now = 48 * HOUR;
		expect(await seen(memory, ['a'])).toEqual([true]);
		now = 49 * HOUR;
		expect(await seen(memory, ['a'])).toEqual([false]);
	});

	it('forgets what counts for a short while before the rest', async () => {
		let now = 0;
		const memory = new Duplicates(() => now);
		const claim = async (...events: Parameters<Duplicates['claim']>[0]) => {
			const response = new Response();
			const isNew = await memory.claim(events, response);
			response.answer(200);
			return isNew;
		};
		await claim(event('long'), event('short', 30_000));
		now = 29_999;
		expect(await claim(event('long'), event('short', 30_000))).toEqual([false, false]);
		now = 30_000;
		expect(await claim(event('long'), event('short', 30_000))).toEqual([false, true]);
	});

	it('is idle once it remembers nothing', async () => {
		let now = 0;
		const memory = new Duplicates(() => now);
		expect(memory.isIdle).toBe(true);
		const { response } = await start(memory, ['a']);
		expect(memory.isIdle).toBe(false);
		response.answer(200);
		expect(memory.isIdle).toBe(false);
		now = 48 * HOUR;
		expect(memory.isIdle).toBe(true);
	});

	it('holds 100,000 events and forgets the oldest first', async () => {
		const memory = new Duplicates();
		const ids = Array.from({ length: 110_000 }, (_, index) => `id ${index}`);
		await seen(memory, ids.slice(0, 100_000));
		expect(await seen(memory, ['id 0', 'id 99999', 'new'])).toEqual([false, false, true]);
		await seen(memory, ids.slice(100_000));
		// Settled with the next look only: of 110,001 events 100,000 are left.
		expect(await seen(memory, ['another'])).toEqual([true]);
		expect(await seen(memory, ['id 10001', 'id 9999'])).toEqual([false, true]);
	});
});

describe('deduplicate', () => {
	const headersFor = (body: string) => ({ 'x-webhook-signature': sign(body) });
	type Served = Awaited<ReturnType<typeof n8n.serveTrigger>>;
	const open: Served[] = [];

	async function serve(spec: Partial<Parameters<typeof n8n.serveTrigger>[0]> = {}) {
		const workflowId = expect.getState().currentTestName ?? '';
		const served = await n8n.serveTrigger({ credential, workflowId, ...spec });
		open.push(served);
		return served;
	}

	afterEach(async () => {
		for (const served of open.splice(0)) await served.close();
	});

	async function post({ url }: Served, body: string, more = {}) {
		const headers = { 'content-type': 'application/json', ...headersFor(body), ...more };
		const response = await fetch(url, { method: 'POST', headers, body });
		return { status: response.status, body: await response.json() };
	}

	const accepted = { status: 200, body: { status: 'accepted', items: 1 } };
	const duplicate = { status: 200, body: { status: 'ignored', reason: 'duplicate' } };
	const COMMENT = commentBody();

	it('starts one execution for one event', async () => {
		const served = await serve();
		expect(await post(served, COMMENT)).toEqual(accepted);
		expect(await post(served, COMMENT)).toEqual(duplicate);
		expect(await post(served, commentBody({ media: { id: '5', ad_id: '9' } }))).toEqual(duplicate);
		expect(await post(served, commentBody({ id: '2' }))).toEqual(accepted);
		expect(served.deliveries.map(({ workflowData }) => workflowData !== undefined)).toEqual([
			true,
			false,
			false,
			true,
		]);
	});

	it('starts one execution for two copies at once', async () => {
		const served = await serve();
		const answers = await Promise.all([1, 2, 3].map(() => post(served, COMMENT)));
		expect(answers.filter(({ body }) => JSON.stringify(body).includes('accepted'))).toHaveLength(1);
		expect(served.deliveries.filter(({ workflowData }) => workflowData)).toHaveLength(1);
	});

	it('loses nothing when n8n could not take the execution over', async () => {
		const fate: ('ok' | 'fail')[] = ['fail', 'fail', 'ok'];
		const served = await serve({ takeOver: () => fate.shift() ?? 'ok' });
		expect((await post(served, COMMENT)).status).toBe(500);
		expect((await post(served, COMMENT)).status).toBe(500);
		expect(await post(served, COMMENT)).toEqual(accepted);
		expect(await post(served, COMMENT)).toEqual(duplicate);
	});

	it('does not mistake an unsend, an edit or a reaction for the message', async () => {
		const served = await serve({
			parameters: { options: { messageKinds: ['text', 'deleted', 'edited', 'reaction', 'read'] } },
		});
		const mid = 'aWdfZAG1f';
		const about = [
			{ message: { mid, text: 'Hello' } },
			{ message_edit: { mid, text: 'Hello!', num_edit: '1' } },
			{ message_edit: { mid, text: 'Hello!!', num_edit: '2' } },
			{ reaction: { mid, action: 'react', reaction: 'love' } },
			{ reaction: { mid, action: 'unreact' } },
			{ read: { mid } },
			{ message: { mid, is_deleted: true } },
		].map((element) => messageBody(element));
		for (const body of about) expect(await post(served, body)).toEqual(accepted);
		for (const body of about) expect(await post(served, body)).toEqual(duplicate);
	});

	describe('a button press that carries neither id nor time', () => {
		const pressed = (title: string) =>
			JSON.stringify({
				object: 'instagram',
				entry: [{ messaging: [{ sender: { id: PERSON }, postback: { title } }] }],
			});
		const from = Date.parse('2026-04-29T15:32:06Z');
		let served: Served;
		beforeEach(async () => {
			jest.spyOn(Date, 'now').mockReturnValue(from);
			served = await serve();
		});
		afterEach(() => jest.restoreAllMocks());

		const after = async (seconds: number, timestamp: string | undefined, title = 'More') => {
			jest.spyOn(Date, 'now').mockReturnValue(from + seconds * 1000);
			return await post(served, pressed(title), timestamp ? { 'x-timestamp': timestamp } : {});
		};

		it('counts once within 30 seconds, whatever X-Timestamp says', async () => {
			expect(await after(0, '2026-04-29T15:32:06+00:00')).toEqual(accepted);
			expect(await after(1, '2026-04-29T15:32:06+00:00')).toEqual(duplicate);
			expect(await after(9, '2026-04-29T15:32:15+00:00')).toEqual(duplicate);
			expect(await after(20, undefined)).toEqual(duplicate);
			expect(await after(29, '2099-01-01T00:00:00+00:00')).toEqual(duplicate);
			expect(await after(30, '2026-04-29T15:32:36+00:00')).toEqual(accepted);
		});

		it('counts again after that, though nothing says when it was', async () => {
			expect(await after(0, undefined)).toEqual(accepted);
			expect(await after(29, undefined)).toEqual(duplicate);
			expect(await after(30, undefined)).toEqual(accepted);
		});

		it('counts once for two days where X-Timestamp is the same', async () => {
			expect(await after(0, '2026-04-29T15:32:06+00:00')).toEqual(accepted);
			expect(await after(60, '2026-04-29T15:32:06+00:00')).toEqual(duplicate);
			expect(await after(61, '2026-04-29T15:33:07+00:00')).toEqual(accepted);
		});

		it('is not taken for another button', async () => {
			expect(await after(0, undefined)).toEqual(accepted);
			expect(await after(1, undefined, 'Less')).toEqual(accepted);
		});
	});

	it.each([
		['flow answer', { question: 'How many?', custom_variable_name: 'amount' }, 'user_response'],
		['flow completed', { flow_name: 'Orders', response_variables: {} }, 'tags'],
	])('is another one where a %s without a time says something else', async (_, given, field) => {
		const served = await serve();
		const body = (said: string) =>
			JSON.stringify({ flow_id: 'f', sender_id: PERSON, ...given, [field]: [said] });
		const at = (second: number) => ({ 'x-timestamp': `2026-04-29T15:32:0${second}+00:00` });
		expect(await post(served, body('one'), at(1))).toEqual(accepted);
		expect(await post(served, body('one'), at(2))).toEqual(duplicate);
		expect(await post(served, body('two'), at(3))).toEqual(accepted);
	});

	it('counts once for two days where Instagram gives an id or a time', async () => {
		const served = await serve({ parameters: { options: { messageKinds: ['reaction'] } } });
		const from = Date.now();
		for (const body of [
			commentBody(),
			messageBody({ reaction: { mid: 'm', action: 'react' } }),
			messageBody({ postback: { title: 'More' } }),
		]) {
			const later = (hours: number) => {
				jest.spyOn(Date, 'now').mockReturnValue(from + hours * HOUR);
				return post(served, body, { 'x-timestamp': new Date().toISOString() });
			};
			await later(0);
			expect(await later(47)).toEqual(duplicate);
			jest.restoreAllMocks();
		}
	});

	it('leaves the rest of a batch, and drops a raw delivery only where all of it was seen', async () => {
		const batch = (...ids: string[]) =>
			commentBody({}, { changes: ids.map((id) => ({ field: 'comments', value: { id } })) });
		const simplified = await serve();
		await post(simplified, batch('1', '2'));
		await post(simplified, batch('2', '3'));
		expect(
			simplified.deliveries[1]?.workflowData?.flat().map(({ json }) => json.commentId),
		).toEqual(['3']);
		const raw = await serve({ parameters: { simplify: false } });
		expect(await post(raw, batch('4', '3'))).toEqual(accepted);
		expect(await post(raw, batch('4', '3'))).toEqual(duplicate);
	});

	it('does not count while testing, nor where it is switched off', async () => {
		for (const spec of [
			{ mode: 'manual' as const },
			{ parameters: { options: { deduplicate: false } } },
		]) {
			const served = await serve(spec);
			expect(await post(served, COMMENT)).toEqual(accepted);
			expect(await post(served, COMMENT)).toEqual(accepted);
		}
	});

	it('remembers for each workflow', async () => {
		const one = await serve({ workflowId: 'one' });
		const two = await serve({ workflowId: 'two' });
		expect(await post(one, COMMENT)).toEqual(accepted);
		expect(await post(two, COMMENT)).toEqual(accepted);
		expect(await post(one, COMMENT)).toEqual(duplicate);
		expect(await post(two, COMMENT)).toEqual(duplicate);
	});

	it('remembers when the workflow is published anew', async () => {
		const served = await serve({ workflowId: 'published' });
		expect(await post(served, COMMENT)).toEqual(accepted);
		const lifecycle = n8n.lifecycle({ credential, workflowId: 'published' });
		expect(await lifecycle.delete()).toBe(true);
		await lifecycle.activate();
		expect(await post(served, COMMENT)).toEqual(duplicate);
	});

	it('remembers nothing of what it rejected', async () => {
		const served = await serve({ parameters: { options: { keywords: 'price' } } });
		const wanted = await serve();
		expect((await post(served, COMMENT)).body).toMatchObject({ reason: 'filter' });
		expect(await post(wanted, COMMENT)).toEqual(accepted);
	});
});
