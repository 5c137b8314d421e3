import fc from 'fast-check';

import { nothingSeen, see, unseenIn } from '../../../../nodes/InstantDmPollingTrigger/seen';

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
				const seen = timed.reduce((before, batch) => see(before, batch, most), nothingSeen(null));
				expect(timed.flat().filter(unseenIn(seen))).toEqual([]);
				expect(seen.entries.length).toBeLessThanOrEqual(most * 15);
			},
		),
	);
});

it('knows what it has room for, with or without a time', () => {
	fc.assert(
		fc.property(fc.array(thing, { maxLength: 20 }), fc.array(thing), (things, others) => {
			const seen = see(nothingSeen(null), things, 20);
			expect(seen.floor).toBeNull();
			expect(things.filter(unseenIn(seen))).toEqual([]);
			const strangers = others.filter(({ id }) => !things.some((known) => known.id === id));
			expect(strangers.filter(unseenIn(seen))).toEqual(strangers);
		}),
	);
});

it('what happened up to the floor counts as seen, and what has no time does not', () => {
	const isUnseen = unseenIn(nothingSeen(1000));
	expect([1000, 1001, null].map((time) => isUnseen({ id: '1', time }))).toEqual([
		false,
		true,
		true,
	]);
});

it('forgets the oldest first', () => {
	const things = [3000, 1000, 2000].map((time) => ({ id: String(time), time }));
	const seen = see(nothingSeen(null), things, 2);
	const later = { id: 'later', time: 1500 };
	expect(seen.floor).toBe(1000);
	expect([later, ...things].filter(unseenIn(seen))).toEqual([later]);
});
