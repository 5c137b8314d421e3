import fc from 'fast-check';

import { regexMatcher } from '../../../../../../nodes/shared/filters/linearRegex/index';

const matches = (pattern: string, text: string) => regexMatcher([pattern])(text);

describe('a regular expression', () => {
	it.each([
		['price|cost', 'The COST', true],
		['^info$', 'info', true],
		['^info$', 'info!', false],
		['(?:price|cost)s?$', 'costs', true],
		['(?<what>price)', 'PRICE', true],
		['\\bprice\\b', 'priceless', false],
		['\\bprice\\b', 'a price, please', true],
		['\\Brice', 'price', true],
		['\\d{2,3}', '1', false],
		['^\\d{2,3}$', '1234', false],
		['^\\d{2,}$', '1234', true],
		['^\\d{2}$', '12', true],
		['^a{0}$', '', true],
		['a+?b*?', 'xa', true],
		['[a-c]+', 'xyzB', true],
		['[^a-c]', 'abc', false],
		['[\\]x]', ']', true],
		['[^]', '\n', true],
		['[]', 'x', false],
		['.', '\n', false],
		['.', '🔥', true],
		['^.$', '🔥', true],
		['\\u{1F525}', '🔥', true],
		['\\uD83D\\uDD25', '🔥', true],
		['\\u0041', 'a', true],
		['\\x41', 'a', true],
		['\\cJ', '\n', true],
		['\\p{Script=Cyrillic}+', 'цена', true],
		['\\P{L}', 'abc', false],
		['цена', 'ЦЕНА', true],
		['\\$5\\.00', '$5.00', true],
		['\\-\\!\\#', '-!#', true],
		['a]b}c', 'a]b}c', true],
		['', '', true],
		['(|a)b', 'b', true],
		['(a*)*b', 'aab', true],
		['(^|\\s)hi', 'say hi', true],
	])('%s in %j: %s', (pattern, text, expected) => {
		expect(matches(pattern, text)).toBe(expected);
	});

	it('is one line of several', () => {
		const hasOne = regexMatcher(['^a', 'b$']);
		expect([hasOne('ax'), hasOne('xb'), hasOne('bxa')]).toEqual([true, true, false]);
	});

	it.each([
		['(cost', 'at character 1, this "(" has no matching ")"'],
		['a(b|c))', 'at character 7, this ")" has no matching "("'],
		['[abc', 'at character 1, this "[" has no matching "]"'],
		['a**', 'at character 3, there is nothing to repeat before this'],
		['+1', 'at character 1, there is nothing to repeat before this'],
		['^*', 'at character 2, there is nothing to repeat before this'],
		['a{x}', 'at character 2, there is nothing to repeat before this; write "\\{"'],
		['a{3,2}', 'at character 2, the smaller number must come first'],
		['[z-a]', 'at character 1, "[z-a]" isn\'t a valid range'],
		['\\p{Nonsense}', 'at character 1, "\\p{Nonsense}" isn\'t a valid escape'],
		['\\q', 'at character 1, "\\q" isn\'t a valid escape'],
		['a\\', 'at character 2, "\\" isn\'t a valid escape'],
		['(a)\\1', "at character 4, references to an earlier group aren't supported"],
		['a(?=b)', "at character 2, lookahead and lookbehind aren't supported"],
		['(?<!a)b', "at character 1, lookahead and lookbehind aren't supported"],
		['(?i:a)', "at character 1, this kind of group isn't supported"],
	])('%s is not valid: %s', (pattern, message) => {
		expect(() => regexMatcher([pattern])).toThrow(message);
	});

	it('may not be larger than what can be matched at once', () => {
		expect(() => regexMatcher(['a{1000}'])).toThrow('too large');
		expect(() => regexMatcher(['((a{100}){100}){100}'])).toThrow('too large');
		expect(() => regexMatcher([`(${'a{9999999}'.repeat(100)})`])).toThrow('too large');
		expect(matches('^(a{10}){10}$', 'a'.repeat(100))).toBe(true);
	});
});

describe('the work it takes', () => {
	function stepsOf(pattern: string, text: string): number {
		const matcher = regexMatcher([pattern]);
		const test = jest.spyOn(RegExp.prototype, 'test');
		matcher(text);
		const steps = test.mock.calls.length;
		test.mockRestore();
		return steps;
	}

	it.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){10}$', '(x+x+)+y', '(a?){20}a{20}$'])(
		'%s grows with the text, not with its powers',
		(pattern) => {
			const steps = (length: number) => stepsOf(pattern, `${'a'.repeat(length)}!`);
			expect(steps(2000)).toBeGreaterThan(1000);
			expect(steps(2000)).toBeLessThan(2.1 * steps(1000));
			expect(steps(2000)).toBeLessThan(2000 * 60);
		},
	);

	it('is bounded for a text of any length', () => {
		// Instagram allows comments of 2,200 characters.
		expect(regexMatcher(['b$'])(`${'a'.repeat(2199)}b`)).toBe(true);
		expect(stepsOf('b', 'a'.repeat(1_000_000))).toBeLessThan(3000);
	});
});

/** Small patterns over a few letters, of everything that is supported. */
const pattern = fc.letrec<{ choice: string; sequence: string; term: string; atom: string }>(
	(tie) => ({
		choice: fc
			.array(tie('sequence'), { minLength: 1, maxLength: 3 })
			.map((parts) => parts.join('|')),
		sequence: fc.array(tie('term'), { maxLength: 4 }).map((parts) => parts.join('')),
		term: fc.oneof(
			fc.constantFrom('^', '$', '\\b', '\\B'),
			fc
				.tuple(
					tie('atom'),
					fc.constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{0,1}', '{1,2}', '{2,}?', '{0}'),
				)
				.map((parts) => parts.join('')),
		),
		atom: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			fc.constantFrom(
				'a',
				'b',
				'B',
				'ß',
				'ſ',
				'🔥',
				'.',
				'\\w',
				'\\W',
				'\\s',
				'\\d',
				'[ab]',
				'[^a]',
				'\\p{L}',
				'\\.',
				'\\u0061',
				'-',
			),
			fc
				.tuple(fc.constantFrom('(', '(?:'), tie('choice'))
				.map(([open, inside]) => `${open}${inside})`),
		),
	}),
).choice;

const text = fc.string({
	unit: fc.constantFrom('a', 'b', 'A', 'B', ' ', '-', 'ß', 's', '🔥', '\n', '1', '.'),
});

/** Braces within braces soon make more than is allowed. */
function isTooLarge(source: string): boolean {
	try {
		matches(source, '');
		return false;
	} catch (error) {
		return String(error).includes('too large');
	}
}

it('matches what JavaScript matches', () => {
	fc.assert(
		fc.property(pattern, text, (source, searched) => {
			fc.pre(!isTooLarge(source));
			// V8 finds \B between the two halves of an emoji, where there is no character.
			fc.pre(!(source.includes('\\B') && searched.includes('🔥')));
			expect(matches(source, searched)).toBe(new RegExp(source, 'iu').test(searched));
		}),
		{ numRuns: 5000 },
	);
});

it('never fails but with an explanation', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?^$\\.,-:=!<>123pu'.split('')) }),
			text,
			(source, searched) => {
				try {
					matches(source, searched);
				} catch (error) {
					expect(error).toHaveProperty('hint');
				}
			},
		),
		{ numRuns: 3000 },
	);
});
