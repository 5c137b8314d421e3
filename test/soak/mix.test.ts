import { countBy } from 'lodash';

import { keyOf, Mix } from './mix';

const take = (mix: Mix, count: number) => {
	let left = count;
	return [...mix.next(() => left-- > 0)];
};

describe('the mix', () => {
	const deliveries = take(new Mix('secret'), 2000);

	it('is 65 % new events, 20 % copies and 15 % forgeries', () => {
		expect(countBy(deliveries, 'kind')).toEqual({ first: 1300, copy: 400, forged: 300 });
	});

	it('has all five events in equal parts', () => {
		const firsts = deliveries.filter(({ kind }) => kind === 'first');
		expect(countBy(firsts, ({ key }) => key.split(' ')[0])).toEqual({
			comment: 260,
			dm_received: 260,
			postback: 260,
			question_answered: 260,
			flow_completed: 260,
		});
	});

	it('repeats a key only in copies, which are the same bytes', () => {
		const known = new Map<string, unknown>();
		for (const { key, kind, outgoing } of deliveries) {
			expect(known.has(key)).toBe(kind === 'copy');
			if (kind === 'copy') expect(known.get(key)).toBe(outgoing);
			known.set(key, outgoing);
		}
	});

	it('goes on where it stopped', () => {
		const mix = new Mix('secret');
		const [first, second] = [take(mix, 1), take(mix, 1)];
		expect(second[0]?.key).not.toBe(first[0]?.key);
	});
});

describe('the key of an event', () => {
	it("is its name and the number that its sender's id ends with", () => {
		expect(keyOf('comment', '123000042')).toBe(keyOf('comment', '42'));
	});
});
