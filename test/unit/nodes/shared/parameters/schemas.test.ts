import { setImmediate, setTimeout } from 'node:timers/promises';

import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { check } from '../../../../../nodes/shared/parameters/check';
import {
	url,
	instagramId,
	list,
	number,
	optional,
	text,
} from '../../../../../nodes/shared/parameters/schemas';

/** What the user reads: what is wrong and, after a colon, what to do. */
function firstIssue(schema: z.ZodType<unknown>, value: unknown): string | undefined {
	const property: INodeProperties = {
		displayName: 'Field',
		name: 'field',
		type: 'string',
		default: '',
	};
	try {
		check(property, schema, value);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : undefined;
	}
}

describe('an Instagram ID', () => {
	const id = instagramId('use senderId');

	it.each([
		'https://www.instagram.com/p/DAbCdEfGhIj/',
		'www.instagram.com/p/DAbCdEfGhIj',
		'instagram.com/reel/DAbCdEfGhIj/?igsh=1',
		'm.instagram.com/p/DAbCdEfGhIj',
		'instagr.am/p/DAbCdEfGhIj',
		' HTTP://instagram.com/p/1',
	])('is no link: %s', (link) => {
		expect(firstIssue(id, link)).toBe("'Field' is a link, not an ID: use senderId");
	});

	it.each([
		['17841432111391196', '17841432111391196'],
		[' 42\n', '42'],
		[0, '0'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	])('may be %j', (value, expected) => {
		expect(id.parse(value)).toBe(expected);
	});

	it.each([
		17841432111391196,
		-17841432111391196,
		1e21,
		'1.78e+16',
		'1.78E16',
		'178e+14',
		'2e16',
		'12e+16',
	])('has lost digits as %j', (value) => {
		expect(firstIssue(id, value)).toMatch(/^'Field' was read as a number and lost digits: /);
	});

	const wrong: unknown[] = [
		'@someone',
		'42x',
		'x42',
		'4 2',
		'-5',
		-5,
		1.5,
		'id 1e5',
		'1e5 id',
		true,
		{ id: 1 },
		['42', '43'],
		['17841432111391196'],
		{ valueOf: () => 1e20 },
	];
	it.each(wrong.map((value) => [value] as const))('consists of digits only, unlike %j', (value) => {
		expect(firstIssue(id, value)).toBe("'Field' must contain only digits: use senderId");
	});

	it.each(['', ' \n', null, undefined])('is empty as %j', (value) => {
		expect(firstIssue(id, value)).toBe("'Field' is empty: use senderId");
	});
});

describe('a text', () => {
	const short = text('enter a title', { characters: 3, fix: 'shorten it' });

	it.each([
		['  a', '  a'],
		[12, '12'],
		[true, 'true'],
		[false, 'false'],
		['👍👍👍', '👍👍👍'],
	])('is kept as it was typed: %j', (value, expected) => {
		expect(text('enter a title').parse(value)).toBe(expected);
		expect(firstIssue(short, '👍👍👍')).toBeUndefined();
	});

	it.each([
		[null, "'Field' is empty: enter a title"],
		[undefined, "'Field' is empty: enter a title"],
		[NaN, "'Field' is empty: enter a title"],
		[{}, "'Field' must be text: enter a title"],
		[[], "'Field' must be text: enter a title"],
		['👍👍👍👍', "'Field' has 4 characters; Instagram allows 3: shorten it"],
	])('is refused as %j', (value, message) => {
		expect(firstIssue(short, value)).toBe(message);
	});
});

describe('a field that may stay empty', () => {
	const field = optional(text('enter a subtitle'));

	it.each([undefined, null, NaN, '', ' \n '])('is left out as %j', (value) => {
		expect(field.parse(value)).toBeUndefined();
	});

	it('is checked otherwise', () => {
		expect(field.parse('a ')).toBe('a ');
		expect(firstIssue(field, {})).toBe("'Field' must be text: enter a subtitle");
	});
});

describe('a URL', () => {
	const https = url(['https'], 'use https');
	const either = url(['https', 'http'], 'use https or http');

	it.each(['https://example.com', 'HTTPS://Example.com/a%20b'])('may be %j', (value) => {
		expect(https.parse(value)).toBe(value);
		expect(https.parse(` ${value}\n`)).toBe(value);
	});

	it('may begin with any of the schemes', () => {
		expect(either.parse('http://example.com')).toBe('http://example.com');
	});

	it.each([
		'http://example.com',
		'https://',
		'https:///a',
		'see https://example.com',
		'https://a b',
	])('is not %j', (value) => {
		expect(firstIssue(https, value)).toBe("'Field' must be an https:// URL: use https");
	});

	it('is told from a text of any length in one pass', async () => {
		const long = `https://${'a'.repeat(200_000)} b`;
		expect(firstIssue(https, long)).toBe("'Field' must be an https:// URL: use https");
		// An expression that tries every way to cut it in two outlasts the time limit of a test,
		// which strikes once Node has looked at the clock again.
		await setImmediate();
		await setTimeout(0);
	}, 3000);
});

describe('a list', () => {
	const count = { min: 1, max: 3 };
	const buttons = list('button', z.string(), count);
	const of = (length: number) => ({ button: Array.from({ length }, () => 'a') });

	it.each([1, 3])('may hold %s', (length) => {
		expect(buttons.parse(of(length))).toHaveLength(length);
	});

	it.each([
		[0, "'Field' is empty: add 1 to 3"],
		[4, "'Field' has 4 entries: Instagram allows 1 to 3"],
	])('may not hold %s', (length, message) => {
		expect(firstIssue(buttons, of(length))).toBe(message);
	});

	it.each([undefined, null, '', {}])('holds nothing as %j', (value) => {
		expect(firstIssue(buttons, value)).toBe("'Field' is empty: add 1 to 3");
		expect(list('card', z.string(), { ...count, min: 0 }).parse(value)).toEqual([]);
	});
});

describe('a number', () => {
	const whole = number({ minValue: 1, maxValue: 10 }, true);
	const seconds = number({ minValue: 0 });

	it.each([
		[1, 1],
		[10, 10],
		[' 7 ', 7],
	])('may be %j', (value, expected) => {
		expect(whole.parse(value)).toBe(expected);
	});

	it('may have decimals where it need not be whole', () => {
		expect(seconds.parse('0.5')).toBe(0.5);
	});

	it.each([0, 11, 1.5, '', ' ', 'many', '0x5', '-1', NaN, Infinity, null, undefined, true, [3]])(
		'is not %j',
		(value) => {
			expect(firstIssue(whole, value)).toBe(
				"'Field' isn't valid: enter a whole number from 1 to 10",
			);
		},
	);

	it('says its least value', () => {
		expect(firstIssue(seconds, -1)).toBe("'Field' isn't valid: enter a number of 0 or more");
	});
});
