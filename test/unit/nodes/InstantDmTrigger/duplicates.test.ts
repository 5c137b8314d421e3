import { EventEmitter } from 'events';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

import { Duplicates } from '../../../../nodes/InstantDmTrigger/duplicates';
import { commentBody, credential, messageBody, n8n, sign } from './trigger';

/** The answer to a delivery, as Node's ServerResponse shows it. */
class Response extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	closed = false;

	answer(statusCode: number) {
		this.statusCode = statusCode;
		this.writableEnded = true;
		this.emit('finish');
		this.closed = true;
		this.emit('close');
	}

	hangUp() {
		this.closed = true;
		this.emit('close');
	}

	/** Node tells nobody when a response goes to a sender that is gone. */
	answerUnheard(statusCode: number) {
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

describe('the memory', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	async function start(memory: Duplicates, ids: string[]) {
		const response = new Response();
		const isNew = await memory.claim(ids, response);
		return { response, isNew };
	}

	async function seen(memory: Duplicates, ids: string[]) {
		const { response, isNew } = await start(memory, ids);
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
		response.statusCode = 500;
		response.writableEnded = true;
		response.emit('finish');
		const second = await start(memory, ['a']);
		response.emit('close');
		const third = start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(100);
		second.response.answer(200);
		await jest.advanceTimersByTimeAsync(100);
		expect((await third).isNew).toEqual([false]);
	});

	it.each(['finish', 'close'])('counts an event as seen from the moment of "%s"', async (event) => {
		let now = 0;
		const memory = new Duplicates(() => now);
		const { response } = await start(memory, ['a']);
		response.writableEnded = true;
		response.emit(event);
		now = 48 * HOUR;
		expect((await start(memory, ['a'])).isNew).toEqual([true]);
	});

	it('does not wait where the response has been written but not yet reported', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		response.writableEnded = true;
		const second = start(memory, ['a']).then(({ isNew }) => isNew);
		await jest.advanceTimersByTimeAsync(100);
		expect(await Promise.race([second, Promise.resolve('waiting')])).toEqual([false]);
	});

	it('lets a copy wait for ten seconds at most', async () => {
		const memory = new Duplicates();
		await start(memory, ['a']);
		const second = start(memory, ['a']);
		await jest.advanceTimersByTimeAsync(10_000);
		expect((await second).isNew).toEqual([false]);
	});

	/** What a later copy of the event is told. */
	async function isNewLater(memory: Duplicates, id: string) {
		const copy = start(memory, [id]);
		await jest.advanceTimersByTimeAsync(11_000);
		return (await copy).isNew;
	}

	it('keeps the event of a sender that hung up, as long as n8n may still start it', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		response.hangUp();
		await jest.advanceTimersByTimeAsync(30 * MINUTE);
		expect(await isNewLater(memory, 'a')).toEqual([false]);
	});

	it.each(['during', 'before'])(
		'knows what n8n made of a delivery whose sender hung up %s the claim',
		async (when) => {
			for (const [status, isNew] of [
				[200, false],
				[500, true],
			] as const) {
				const memory = new Duplicates();
				const response = new Response();
				if (when === 'before') response.hangUp();
				await memory.claim(['a'], response);
				if (when === 'during') response.hangUp();
				await jest.advanceTimersByTimeAsync(10 * MINUTE);
				response.answerUnheard(status);
				await jest.advanceTimersByTimeAsync(10 * MINUTE);
				expect(await isNewLater(memory, 'a')).toEqual([isNew]);
			}
		},
	);

	it.each(['during', 'before'])(
		'frees the event of a sender that hung up %s the claim where n8n never answers',
		async (when) => {
			const memory = new Duplicates();
			const response = new Response();
			if (when === 'before') response.hangUp();
			await memory.claim(['a'], response);
			if (when === 'during') response.hangUp();
			await jest.advanceTimersByTimeAsync(61 * MINUTE);
			expect(await isNewLater(memory, 'a')).toEqual([true]);
		},
	);

	it.each([
		[
			'answered',
			(response: Response) => {
				response.answer(200);
			},
		],
		[
			'refused',
			(response: Response) => {
				response.answer(500);
			},
		],
		[
			'answered after its sender had hung up',
			(response: Response) => {
				response.hangUp();
				response.answerUnheard(200);
			},
		],
		[
			'never answered',
			(response: Response) => {
				response.hangUp();
			},
		],
	])('holds on to no request that was %s', async (_, end) => {
		const memory = new Duplicates();
		const held = await (async () => {
			const { response } = await start(memory, ['a']);
			end(response);
			return new WeakRef(response);
		})();
		await jest.advanceTimersByTimeAsync(61 * MINUTE);
		collectGarbage();
		expect(held.deref()).toBeUndefined();
		expect(await isNewLater(memory, 'b')).toEqual([true]);
	});

	it('holds on to no request that was gone before the claim', async () => {
		const memory = new Duplicates();
		const held = await (async () => {
			const response = new Response();
			response.hangUp();
			await memory.claim(['a'], response);
			response.answerUnheard(200);
			return new WeakRef(response);
		})();
		await jest.advanceTimersByTimeAsync(MINUTE);
		collectGarbage();
		expect(held.deref()).toBeUndefined();
		expect(await isNewLater(memory, 'a')).toEqual([false]);
	});

	it('does nothing more once no request is under way', async () => {
		const memory = new Duplicates();
		const { response } = await start(memory, ['a']);
		response.hangUp();
		response.answerUnheard(200);
		await jest.advanceTimersByTimeAsync(MINUTE);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('lasts for 48 hours', async () => {
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

	it('holds 100,000 events and forgets the oldest first', async () => {
		const memory = new Duplicates();
		const ids = Array.from({ length: 100_000 }, (_, index) => `id ${index}`);
		await seen(memory, ids);
		expect(await seen(memory, ['id 0', 'id 99999', 'new'])).toEqual([false, false, true]);
		expect(await seen(memory, ['id 1', 'id 0'])).toEqual([false, true]);
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

	it('tells two presses of a button apart that carry neither id nor time', async () => {
		const pressed = JSON.stringify({
			object: 'instagram',
			entry: [{ messaging: [{ sender: { id: '2358708294634624' }, postback: { title: 'More' } }] }],
		});
		const served = await serve();
		const at = (time: string) => post(served, pressed, { 'x-timestamp': time });
		expect(await at('2026-04-29T15:32:06+00:00')).toEqual(accepted);
		expect(await at('2026-04-29T15:32:06+00:00')).toEqual(duplicate);
		expect(await at('2026-04-29T15:32:09+00:00')).toEqual(accepted);
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
		expect((await post(served, COMMENT)).body).toEqual({ status: 'ignored', reason: 'filter' });
		expect(await post(wanted, COMMENT)).toEqual(accepted);
	});
});
