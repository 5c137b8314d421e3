import fc from 'fast-check';

import { toIso, toMoment } from '../../../../../nodes/shared/json/time';

describe('toMoment', () => {
	it.each([
		[1755779280, '2025-08-21T12:28:00.000Z'],
		[1755779280.5, '2025-08-21T12:28:00.500Z'],
		[1777476726126, '2026-04-29T15:32:06.126Z'],
		['1527459824', '2018-05-27T22:23:44.000Z'],
		['1777476726126', '2026-04-29T15:32:06.126Z'],
		['2026-04-29T15:32:06+00:00', '2026-04-29T15:32:06.000Z'],
		['2026-04-29T15:32:06.123456+00:00', '2026-04-29T15:32:06.123Z'],
		['2026-04-29T17:32:06+0200', '2026-04-29T15:32:06.000Z'],
		['2026-04-29T15:32:06Z', '2026-04-29T15:32:06.000Z'],
		['2026-04-29t15:32:06z', '2026-04-29T15:32:06.000Z'],
		['2026-04-29 17:11:59', '2026-04-29T17:11:59.000Z'],
		[' 2026-04-29 17:11:59 ', '2026-04-29T17:11:59.000Z'],
		['2026-04-29 17:11', '2026-04-29T17:11:00.000Z'],
		['2026-04-29', '2026-04-29T00:00:00.000Z'],
	])('%j is %s', (value, expected) => {
		expect(toIso(toMoment(value))).toBe(expected);
	});

	it.each([
		0,
		-1,
		1e20,
		NaN,
		Infinity,
		'',
		'yesterday',
		'2026-13-45',
		'2026-04-29 25:00:00',
		null,
		true,
		{},
		undefined,
	])('%j is no moment', (value) => {
		expect(toMoment(value)).toBeNull();
	});

	it('never gives what cannot be written as ISO 8601 with a four-digit year', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.double(), fc.integer(), fc.string(), fc.date().map(String)),
				(value) => {
					const iso = toIso(toMoment(value));
					if (iso !== null) expect(iso).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
				},
			),
		);
	});
});
