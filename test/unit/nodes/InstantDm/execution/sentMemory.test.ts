import {
	afterOthers,
	contentKey,
	placeKey,
	SentMemory,
} from '../../../../../nodes/InstantDm/execution/sentMemory';

/** A direct message to somebody to whom three others have gone before, or as many as told. */
const dm = (orderKey: string, text: string, place = 3) => ({
	place,
	orderKey,
	values: new Map([
		['recipientId', orderKey],
		['text', text],
	]),
});
const nothing = { answers: [], uncertain: null };

/** What n8n hands the node of a stored execution. */
const stored = (store: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(store).map(([key, value]) => {
			const copy: unknown = JSON.parse(JSON.stringify(value));
			return [key, copy];
		}),
	);

describe('SentMemory of a node', () => {
	it('knows in the next try, and in a stored execution, what went out', () => {
		const store = {};
		new SentMemory(store, '0', placeKey).recall(dm('1', 'a')).answers.push({ id: 'x' });
		const expected = { answers: [{ id: 'x' }], uncertain: null };
		expect(new SentMemory(store, '0', placeKey).recall(dm('1', 'b'))).toEqual(expected);
		expect(new SentMemory(stored(store), '0', placeKey).recall(dm('1', 'a'))).toEqual(expected);
	});

	it('knows nothing of another item, another person or another run', () => {
		const store = {};
		new SentMemory(store, '0', placeKey).recall(dm('1', 'a')).answers.push({ id: 'x' });
		const memory = new SentMemory(store, '0', placeKey);
		expect(memory.recall(dm('1', 'a', 2))).toEqual(nothing);
		expect(memory.recall(dm('2', 'a'))).toEqual(nothing);
		expect(new SentMemory(store, '1', placeKey).recall(dm('1', 'a'))).toEqual(nothing);
		expect(JSON.stringify(store)).not.toContain('"x"');
	});

	it('leaves nothing in the store once told to forget', () => {
		const store = {};
		const memory = new SentMemory(store, '0', placeKey);
		memory.recall(dm('1', 'a')).answers.push({});
		memory.forget();
		expect(store).toEqual({});
	});

	it('treats a store that holds something else as empty', () => {
		for (const kept of [null, 'x', { run: '0' }, { run: '0', items: { a: { answers: 1 } } }]) {
			const memory = new SentMemory({ instantDmSent: kept }, '0', placeKey);
			expect(memory.recall(dm('1', 'a'))).toEqual(nothing);
		}
	});
});

describe('SentMemory of an AI tool', () => {
	it('knows a call again by its content, whatever else the agent sends meanwhile', () => {
		const store = {};
		new SentMemory(store, 'send', contentKey).recall(dm('1', 'a')).answers.push({ id: 'x' });
		new SentMemory(store, 'send', contentKey).recall(dm('1', 'b')).answers.push({ id: 'y' });
		const again = new SentMemory(store, 'send', contentKey);
		expect(again.recall(dm('1', 'a', 0)).answers).toEqual([{ id: 'x' }]);
		expect(again.recall(dm('1', 'b')).answers).toEqual([{ id: 'y' }]);
		expect(again.recall(dm('2', 'a'))).toEqual(nothing);
	});
});

describe('SentMemory of retries by hand', () => {
	const retry = (stored: Record<string, unknown>, execution: string) =>
		new SentMemory(structuredClone(stored), '0', placeKey, { name: execution, isRetried: true });

	it('knows what another retry of the same execution has sent, and only of that', () => {
		const original = {};
		new SentMemory(original, '0', placeKey).recall(dm('1', 'a', 1)).answers.push({ id: 'x' });
		const first = retry(original, 'A');
		expect(first.recall(dm('1', 'a', 1)).answers).toEqual([{ id: 'x' }]);
		first.recall(dm('2', 'a', 2)).answers.push({ id: 'y' });
		expect(retry(original, 'A').recall(dm('2', 'a', 2)).answers).toEqual([{ id: 'y' }]);
		expect(retry(original, 'B').recall(dm('2', 'a', 2))).toEqual(nothing);
	});

	it('believes whichever has got further: n8n may have run another retry elsewhere', () => {
		retry({}, 'C').recall(dm('1', 'a')).answers.push({ id: 'x' });
		const store = {};
		new SentMemory(store, '0', placeKey)
			.recall(dm('1', 'a'))
			.answers.push({ id: 'x' }, { id: 'y' });
		expect(retry(store, 'C').recall(dm('1', 'a')).answers).toHaveLength(2);
		expect(retry({}, 'C').recall(dm('1', 'a')).answers).toHaveLength(2);
	});

	it('forgets the oldest of very many', () => {
		retry({}, 'D').recall(dm('1', 'a')).answers.push({ id: 'x' });
		const many = retry({}, 'E');
		for (let index = 0; index < 20_000; index += 1) many.recall(dm('1', 'a', index));
		expect(retry({}, 'D').recall(dm('1', 'a'))).toEqual(nothing);
	});
});

describe('afterOthers', () => {
	it('does one thing after the other for those that share a record, whatever fails', async () => {
		const steps: string[] = [];
		const record = { answers: [], uncertain: null };
		const step = (name: string, fails: boolean) =>
			afterOthers(record, async () => {
				steps.push(`${name} begins`);
				await Promise.resolve();
				steps.push(`${name} ends`);
				if (fails) throw new Error(name);
				return name;
			});
		const all = await Promise.allSettled([step('a', true), step('b', false)]);
		expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
		expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
	});
});
