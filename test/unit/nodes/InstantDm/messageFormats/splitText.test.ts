import fc from 'fast-check';

import { splitText } from '../../../../../nodes/InstantDm/messageFormats/splitText';

const LIMIT = 1000;

const graphemesOf = (text: string) =>
	[...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map(
		({ segment }) => segment,
	);

const withoutBlanks = (text: string) => text.replace(/\s+/gu, '');

describe('splitText', () => {
	it('leaves a text of 1000 bytes alone', () => {
		const text = 'é'.repeat(500);
		expect(splitText(text)).toEqual([text]);
	});

	it('cuts between paragraphs before it cuts within one', () => {
		const first = 'One. '.repeat(60).trim();
		const second = 'Two. '.repeat(60).trim();
		const third = 'Three. '.repeat(90).trim();
		expect(splitText(`${first}\n\n${second}\n \r\n${third}`)).toEqual([
			`${first}\n\n${second}`,
			third,
		]);
	});

	it('cuts between lines before it cuts within one', () => {
		const [first, second] = ['One. '.repeat(120).trim(), 'Two. '.repeat(120).trim()];
		expect(splitText(`${first}\r\n${second}`)).toEqual([first, second]);
	});

	it('cuts between sentences before it cuts within one', () => {
		const first = `${'one '.repeat(150)}end.`;
		const second = `${'Two '.repeat(150)}end!`;
		expect(splitText(`${first} ${second}`)).toEqual([first, second]);
	});

	it('cuts between sentences of a script without blanks', () => {
		const first = `${'你好'.repeat(140)}。`;
		expect(splitText(first + first)).toEqual([first, first]);
	});

	it('does not mistake a dot inside a word for the end of a sentence', () => {
		const text = `${'a'.repeat(985)} Example.Community`;
		expect(splitText(text)).toEqual(['a'.repeat(985), 'Example.Community']);
	});

	it('cuts between words before it cuts within one', () => {
		expect(splitText('word '.repeat(300))).toEqual([
			'word '.repeat(200).trim(),
			'word '.repeat(100).trim(),
		]);
	});

	it('cuts a single long word', () => {
		expect(splitText('x'.repeat(2500)).map((part) => part.length)).toEqual([1000, 1000, 500]);
	});

	it.each([
		['a family of four', '👨‍👩‍👧‍👦'],
		['a flag', '🇮🇱'],
		['a skin tone', '👍🏽'],
		['letters with marks of their own', 'e\u0301\u0323'],
		['Devanagari', 'क्षि'],
	])('never cuts inside %s', (_, grapheme) => {
		const text = grapheme.repeat(400);
		const parts = splitText(text);
		expect(parts.length).toBeGreaterThan(1);
		expect(parts.flatMap(graphemesOf)).toEqual(graphemesOf(text));
	});

	it('never cuts inside a link, not even at a blank-free place that would do', () => {
		const link = `https://example.com/a?b=${'c'.repeat(300)}&d=Ä`;
		const parts = splitText(`${'文'.repeat(300)}${link}。${'文'.repeat(300)}`);
		expect(parts.some((part) => part.includes(link))).toBe(true);
	});

	it('leaves a link longer than a message whole, in a part of its own', () => {
		const link = `https://example.com/${'x'.repeat(1200)}`;
		expect(splitText(`Here: ${link} Enjoy!`)).toEqual(['Here:', link, 'Enjoy!']);
	});

	it('leaves a grapheme longer than a message whole, in a part of its own', () => {
		const monster = `z${'\u0301'.repeat(600)}`;
		expect(splitText(`a ${monster} b`)).toEqual(['a', monster, 'b']);
	});

	it('makes no part of blanks alone', () => {
		expect(splitText(`${' '.repeat(1500)}one${'\n'.repeat(3000)}two`)).toEqual(['one', 'two']);
	});

	const text = fc
		.array(
			fc.oneof(
				fc.string({ unit: 'grapheme', maxLength: 200 }),
				fc.lorem({ maxCount: 12, mode: 'sentences' }),
				fc.webUrl({ withQueryParameters: true }),
				fc.constantFrom('\n\n', '\n', ' ', '. ', '👩🏽‍🚀', 'שלום ', '。'),
			),
			{ maxLength: 40 },
		)
		.map((pieces) => pieces.join(''));

	it('keeps every character but blanks, in order, whatever the text', () => {
		fc.assert(
			fc.property(text, (input) => {
				expect(withoutBlanks(splitText(input).join(''))).toBe(withoutBlanks(input));
			}),
		);
	});

	it('makes no part longer than 1000 bytes that could have been cut', () => {
		fc.assert(
			fc.property(text, (input) => {
				for (const part of splitText(input)) {
					const cuttable = graphemesOf(part).length > 1 && !/https?:|www\./i.test(part);
					if (cuttable) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(LIMIT);
				}
			}),
		);
	});

	it('cuts only between graphemes, and never in a link, whatever the text', () => {
		fc.assert(
			fc.property(text, fc.webUrl(), (before, link) => {
				const input = `${before} ${link} ${before}`;
				const parts = splitText(input);
				expect(parts.filter((part) => part.includes(link)).length).toBeGreaterThan(0);
				expect(parts.flatMap((part) => graphemesOf(withoutBlanks(part)))).toEqual(
					graphemesOf(withoutBlanks(input)),
				);
			}),
		);
	});
});
