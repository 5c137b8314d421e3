import { fold } from './fold';

export type PlainMatch = 'contains' | 'word' | 'exact' | 'startsWith';

const WORD_CHARACTER = /^[\p{L}\p{M}\p{N}_]$/u;

/** Scripts that put no spaces between words: a word may begin and end anywhere in the run. */
const UNSPACED =
	/^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]$/u;

/**
 * Whether a text holds one of the keywords, by the rule that was chosen; neither case nor the way
 * accents are encoded matters.
 */
export function keywordMatcher(
	keywords: readonly string[],
	match: PlainMatch,
): (text: string) => boolean {
	const folded = keywords.map(fold).filter((keyword) => keyword !== '');
	const holds = RULES[match];
	return (text) => {
		const searched = fold(text);
		return folded.some((keyword) => holds(searched, keyword));
	};
}

const RULES: Record<PlainMatch, (text: string, keyword: string) => boolean> = {
	contains: (text, keyword) => text.includes(keyword),
	word: holdsWord,
	exact: (text, keyword) => text === keyword,
	startsWith: (text, keyword) => text.startsWith(keyword),
};

function holdsWord(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		const end = at + word.length;
		if (isWordEdge(text.slice(0, at), word) && isWordEdge(word, text.slice(end))) return true;
	}
	return false;
}

/** Whether one word ends with `before`, or another begins with `after`. */
function isWordEdge(before: string, after: string): boolean {
	const left = lastCharacter(before);
	const right = String.fromCodePoint(after.codePointAt(0) ?? 0x20);
	if (!WORD_CHARACTER.test(left) || !WORD_CHARACTER.test(right)) return true;
	return UNSPACED.test(left) || UNSPACED.test(right);
}

function lastCharacter(text: string): string {
	const last = text.slice(-2);
	return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(last) ? last : text.slice(-1);
}
