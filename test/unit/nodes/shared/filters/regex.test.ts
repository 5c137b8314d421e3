import { safeRegex } from 'n8n-workflow';

import { regexMatcher } from '../../../../../nodes/shared/filters/regex';

const matches = (pattern: string, text: string) => regexMatcher([pattern])(text);

it.each([
	['price|cost', 'the COST', true],
	['^info$', 'Info', true],
	['^info$', 'info please', false],
	['\\bc\\w+t\\b', 'the cost', true],
	['(?<word>a)\\k<word>', 'aa', true],
	['цена', 'ЦЕНА?', true],
	['^.{2}$', '🔥🔥', true],
	['[🔥👍]', '👍', true],
	['e\\-mail', 'E-Mail', true],
	['a{,3}', 'a{,3}', true],
	['(a+)+$', `${'a'.repeat(100)}!`, false],
])('%s in %s: %s', (pattern, text, expected) => {
	expect(matches(pattern, text)).toBe(expected);
});

it('accepts any of several patterns, each by itself', () => {
	const hasOne = regexMatcher(['(pri)ce', '(c)ost\\1']);
	expect(['the price', 'costc', 'costpri', 'prize'].map(hasOne)).toEqual([
		true,
		true,
		false,
		false,
	]);
});

it('searches the beginning of a text that is longer than any comment', () => {
	expect(matches('x$', `x${' '.repeat(2199)}x`)).toBe(false);
	expect(matches('x$', `${' '.repeat(2199)}x`)).toBe(true);
});

it.each([
	['(price', 'Unterminated group'],
	['a{2,1}', 'numbers out of order in {} quantifier'],
	['[z-a]', 'Range out of order in character class'],
	['*', 'Nothing to repeat'],
	['a/b\\', '\\ at end of pattern'],
])('says what is wrong with %s', (pattern, problem) => {
	expect(() => regexMatcher(['fine', pattern])).toThrow(
		`The regular expression ${pattern} isn't valid (${problem})`,
	);
});

it('says which n8n it needs where n8n has no such matcher', () => {
	expect(() => regexMatcher(['price'], {})).toThrow("'Regular Expression' needs n8n 2.40 or newer");
});

it('finds a pattern for which a busy machine took too long at first', () => {
	let tries = 0;
	const busy: typeof safeRegex = {
		...safeRegex,
		test: (...given) => {
			if ((tries += 1) === 1) throw new Error('Regular expression execution timed out');
			return safeRegex.test(...given);
		},
	};
	expect(regexMatcher(['price'], { safeRegex: busy })('the price')).toBe(true);
	expect(tries).toBe(2);
});
