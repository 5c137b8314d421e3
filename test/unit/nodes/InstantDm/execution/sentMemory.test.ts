import {
	contentKey,
	placeKey,
	SentMemory,
} from '../../../../../nodes/InstantDm/execution/sentMemory';
import { messageRequest } from '../../../../../nodes/shared/api/request';

/** A direct message of item 3, or of another. */
const dm = (orderKey: string, text: string, item = 3) => ({
	item,
	orderKey,
	requests: [messageRequest({ recipient_id: orderKey, message: { text } })],
	files: new Map(),
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
	it('knows a failed call again by its content, whatever else the agent sends meanwhile', () => {
		const store = {};
		const failed = new SentMemory(store, 'tool', contentKey);
		const other = new SentMemory(store, 'tool', contentKey);
		failed.recall(dm('1', 'a')).answers.push({ id: 'x' });
		other.recall(dm('1', 'b')).answers.push({ id: 'y' });
		other.forget();
		const again = new SentMemory(store, 'tool', contentKey);
		expect(again.recall(dm('1', 'a')).answers).toEqual([{ id: 'x' }]);
		expect(again.recall(dm('1', 'b'))).toEqual(nothing);
	});

	it('keeps what a call sends whose store another call has emptied meanwhile', () => {
		const store = {};
		const other = new SentMemory(store, 'tool', contentKey);
		other.recall(dm('1', 'b'));
		const slow = new SentMemory(store, 'tool', contentKey);
		other.forget();
		slow.recall(dm('1', 'a')).answers.push({ id: 'x' });
		const again = new SentMemory(store, 'tool', contentKey);
		expect(again.recall(dm('1', 'a')).answers).toEqual([{ id: 'x' }]);
	});
});
