import fc from 'fast-check';
import { range } from 'lodash';

import { countIds, isUnknown, remember } from '../../../../nodes/InstantDmPollingTrigger/known';
import { newList } from '../../../../nodes/InstantDmPollingTrigger/list';
import {
	writeMemory,
	type Entry,
	type Known,
} from '../../../../nodes/InstantDmPollingTrigger/memory';
import { readSettings } from '../../../../nodes/InstantDmPollingTrigger/settings';
import { commentsSource, messagesSource } from '../../../../nodes/InstantDmPollingTrigger/sources';

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

it('keeps less than 1 MB with 200 posts, as many that are gone, and 200 conversations', () => {
	const { options } = readSettings((name) =>
		name === 'options' ? { maxPosts: 200 } : name === 'events' ? ['comment'] : true,
	);
	const posts = commentsSource(options);
	const now = Date.UTC(2026, 10, 29);
	// The first 25 posts were there before the others, and remember more.
	const sizes = [25, 200, 400].flatMap((entries, at, all) =>
		range(entries - (all[at - 1] ?? 0)).map(() => posts.mostIds(entries)),
	);
	const full = (id: string, most: number): [string, Entry] => {
		const things = range(most * 2).map((at) => ({ id: `${id}:${at}`, time: now - at * 1000 }));
		const entry: Entry = {
			...remember(knownUntil(now), things, most),
			id,
			time: now,
			shows: 'CAROUSEL_ALBUM',
			count: 1_000_000,
			isListed: true,
			isRead: true,
			turn: null,
			expected: 0,
			rest: null,
			failures: 0,
			looked: 100_000,
			deeper: { after: 'x'.repeat(200), looked: 100_000 },
		};
		return [id, entry];
	};
	const list = (entries: [string, Entry][]) => ({ ...newList(now), entries: new Map(entries) });
	const cursor = writeMemory({
		version: 2,
		born: '01234567',
		polls: 100_000,
		polled: now,
		key: '0123456789abcdef',
		account: { id: '17841432111391196', username: 'our_shop' },
		lists: {
			comment: list(sizes.map((most, at) => full(`1807135467263${1000 + at}`, most))),
			dm_received: list(
				range(200).map((at) => full(`${'y'.repeat(150)}${at}`, messagesSource.mostIds(200))),
			),
		},
	});
	expect(Buffer.byteLength(cursor)).toBeGreaterThan(700_000);
	expect(Buffer.byteLength(cursor)).toBeLessThan(1_000_000);
});
