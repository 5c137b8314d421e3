import fc from 'fast-check';

import {
	countIds,
	isUnknown,
	remember,
	type Known,
} from '../../../../nodes/InstantDmPollingTrigger/memory';

const knownUntil = (moment: number): Known => ({ knownUntil: moment, ids: '' });

const thing = fc.record({
	id: fc.string(),
	time: fc.option(fc.integer({ min: 1, max: 4e12 }), { freq: 20 }),
});

it('never treats as new what it has seen, however little it remembers one by one', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(thing, { maxLength: 8 }), { maxLength: 8 }),
			fc.integer({ min: 0, max: 20 }),
			(batches, most) => {
				const timed = batches.map((batch) => batch.filter(({ time }) => time !== null));
				const seen = timed.reduce((before, batch) => remember(before, batch, most), knownUntil(0));
				expect(timed.flat().filter(isUnknown(seen))).toEqual([]);
				expect(countIds(seen.ids)).toBeLessThanOrEqual(most);
			},
		),
	);
});

it('knows what it has room for, with or without a time', () => {
	fc.assert(
		fc.property(fc.array(thing, { maxLength: 20 }), fc.array(thing), (things, others) => {
			const seen = remember(knownUntil(0), things, 20);
			expect(seen.knownUntil).toBe(0);
			expect(things.filter(isUnknown(seen))).toEqual([]);
			const strangers = others.filter(({ id }) => !things.some((known) => known.id === id));
			expect(strangers.filter(isUnknown(seen))).toEqual(strangers);
		}),
	);
});

it('what happened up to the floor counts as seen, and what has no time does not', () => {
	const isUnseen = isUnknown(knownUntil(1000));
	expect([1000, 1001, null].map((time) => isUnseen({ id: '1', time }))).toEqual([
		false,
		true,
		true,
	]);
});

it('forgets the oldest first', () => {
	const things = [3000, 1000, 2000].map((time) => ({ id: String(time), time }));
	const seen = remember(knownUntil(0), things, 2);
	const later = { id: 'later', time: 1500 };
	expect(seen.knownUntil).toBe(1000);
	expect([later, ...things].filter(isUnknown(seen))).toEqual([later]);
});
