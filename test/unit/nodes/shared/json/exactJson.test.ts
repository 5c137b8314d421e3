import fc from 'fast-check';

import { asFlag, asId, asObjects, parseJson } from '../../../../../nodes/shared/json/exactJson';

describe('parseJson', () => {
	it.each([
		['{"id":17841432111391196}', { id: '17841432111391196' }],
		['{"id" : -17841432111391196 }', { id: '-17841432111391196' }],
		['{"a":[1,17841432111391197,2]}', { a: [1, '17841432111391197', 2] }],
		['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
		['{"t":"x: 17841432111391196, y"}', { t: 'x: 17841432111391196, y' }],
		[
			'{"t":"\\": 17841432111391196","n":17841432111391196}',
			{ t: '": 17841432111391196', n: '17841432111391196' },
		],
		[
			'{"f":1234567890123456.5,"e":12345678901234567e3}',
			{ f: 1234567890123456.5, e: 12345678901234567e3 },
		],
	])('keeps the digits of %s', (text, expected) => {
		expect(parseJson(text)).toEqual(expected);
	});

	it.each([
		'',
		'{',
		'{"a":}',
		'undefined',
		'NaN',
		'{12345678901234567:1}',
		'{"a":12345678901234567,}',
	])('does not take %j for JSON', (text) => {
		expect(parseJson(text)).toBeUndefined();
	});

	it('accepts what is nested 1000 deep and no more', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(parseJson(nested(1000))).toBeDefined();
		expect(parseJson(nested(1001))).toBeUndefined();
		expect(parseJson(nested(1_000_000))).toBeUndefined();
		expect(parseJson(`${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`)).toBeUndefined();
	});

	it('does not count brackets inside text', () => {
		expect(parseJson(JSON.stringify({ text: '['.repeat(5000) }))).toEqual({
			text: '['.repeat(5000),
		});
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
				parseJson(text);
			}),
		);
	});

	it('reads any JSON as JSON.parse does, but for long integers', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!/\d{16}/.test(text));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it('keeps every digit of an ID, wherever it is', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n }), fc.jsonValue(), (id, before) => {
				const text = `{"before":${JSON.stringify(before)},"list":[ ${id} ],"id":${id}}`;
				expect(parseJson(text)).toMatchObject({ list: [String(id)], id: String(id) });
			}),
		);
	});
});

describe('the readers', () => {
	it.each([
		['17', '17'],
		['', null],
		[0, '0'],
		[42, '42'],
		[1.5, null],
		[2 ** 60, null],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
	])('asId(%j) is %j', (value, expected) => {
		expect(asId(value)).toBe(expected);
	});

	it.each([
		[true, true],
		['true', true],
		[false, false],
		['false', false],
		[1, false],
		[undefined, false],
	])('asFlag(%j) is %j', (value, expected) => {
		expect(asFlag(value)).toBe(expected);
	});

	it('asObjects accepts a list or one object, and leaves out what is none', () => {
		expect(asObjects([{ a: 1 }, null, 3, [{}]])).toEqual([{ a: 1 }]);
		expect(asObjects({ a: 1 })).toEqual([{ a: 1 }]);
		expect(asObjects('x')).toEqual([]);
	});
});
