import { keywordMatcher, type PlainMatch } from '../../../../../nodes/shared/filters/keywords';

const matches = (match: PlainMatch, keyword: string, text: string) =>
	keywordMatcher([keyword], match)(text);

describe('contains', () => {
	it.each([
		['price', 'What is the PRICE?', true],
		['price', 'priceless', true],
		['price', 'prix', false],
		['istanbul', 'İSTANBUL', true],
		['İstanbul', 'ISTANBUL', true],
		['ısparta', 'Isparta', true],
		['straße', 'STRASSE', true],
		['STRASSE', 'straße', true],
		['ΟΔΟΣ', 'οδος', true],
		['οδός', 'ΟΔΌΣ', true],
		['цена', 'ЦЕНА?', true],
		['café', 'CAFE\u0301', true],
		['cafe', 'café', false],
		['ｐｒｉｃｅ', 'price', true],
		['ﬁnd', 'FIND', true],
		['🔥', 'so 🔥🔥', true],
		['❤', 'love ❤\uFE0F', true],
		['❤\uFE0F', 'love ❤', true],
		['👍', '👍🏽', true],
		['价格', '请问价格多少', true],
		['ราคา', 'ขอราคาหน่อย', true],
		['how much', 'how\n much', true],
		['سعر', 'كم السعر', true],
		["i'm in", 'I’m in', true],
		['i’m in', "I'm in!", true],
		["i'm in", 'I´m in', true],
		["i'm in", 'Iʼm in', true],
		['"free"', 'the “free” one', true],
		['"free"', 'the „free“ one', true],
		['"free"', 'the «free» one', true],
		['price', 'pri\u00ADce', true],
		['price', 'p\u200Bri\u2060ce\uFEFF', true],
		['price', '\u200Eprice\u202C', true],
		['می‌خواهم', 'میخواهم', true],
		["i'm in", 'I’d be in', false],
	])('%s in %s: %s', (keyword, text, expected) => {
		expect(matches('contains', keyword, text)).toBe(expected);
	});
});

describe('word', () => {
	it.each([
		['price', 'What is the PRICE?', true],
		['price', 'price', true],
		['price', 'priceless', false],
		['price', 'priceless price', true],
		['price', 'price_list', false],
		['price', '#price!', true],
		['#price', 'the #price', true],
		['how much', 'so how  much is it', true],
		['цена', 'какая цена?', true],
		['цена', 'оценка', false],
		['é', 'cafe\u0301', false],
		['info', 'info2', false],
		['价格', '请问价格多少', true],
		['価格', '価格は？', true],
		['カタログ', 'カタログください', true],
		['ราคา', 'ขอราคาหน่อย', true],
		['价格', 'abc价格def', true],
		['가격', '가격 얼마', true],
		['🔥', 'a🔥b', true],
		['𝔞', '𝔞𝔞', false],
		["i'm in", 'ok, I’m in!', true],
		["i'm in", 'I’m into it', false],
	])('%s in %s: %s', (keyword, text, expected) => {
		expect(matches('word', keyword, text)).toBe(expected);
	});
});

describe('exact and startsWith', () => {
	it.each([
		['exact', 'info', ' INFO ', true],
		['exact', 'info', 'info please', false],
		['exact', '1', '1', true],
		['startsWith', 'info', 'Info please', true],
		['startsWith', 'info', '  info', true],
		['startsWith', 'info', 'the info', false],
		['startsWith', 'ß', 'SS', true],
	] as const)('%s: %s in %s: %s', (match, keyword, text, expected) => {
		expect(matches(match, keyword, text)).toBe(expected);
	});
});

it('accepts any of several keywords', () => {
	const hasOne = keywordMatcher(['price', 'cost'], 'contains');
	expect([hasOne('the cost'), hasOne('the prize')]).toEqual([true, false]);
});
