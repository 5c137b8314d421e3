const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Where the JSON token that begins at `start` ends. A string ends after its closing quote, one of
 * `{}[],:` after itself, and a number or literal before the next separator; its letters are not
 * checked. Looks at each character once and never recurses, so that hostile text costs no more
 * than other text.
 * @returns -1 for a string that is not closed or holds a bare control character
 */
export function tokenEnd(text: string, start: number): number {
	const first = text.charCodeAt(start);
	if (first === QUOTE) return stringEnd(text, start);
	if (isStructural(first)) return start + 1;
	let end = start + 1;
	while (end < text.length && !isBoundary(text.charCodeAt(end))) end++;
	return end;
}

/** The first index at or after `start` that is not JSON whitespace. */
export function skipWhitespace(text: string, start: number): number {
	let index = start;
	while (isWhitespace(text.charCodeAt(index))) index++;
	return index;
}

function stringEnd(text: string, start: number): number {
	for (let index = start + 1; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === QUOTE) return index + 1;
		if (code === BACKSLASH) index++;
		else if (code < 0x20) return -1;
	}
	return -1;
}

function isWhitespace(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** One of `{` `}` `[` `]` `,` `:`. */
function isStructural(code: number): boolean {
	return (
		code === 0x2c ||
		code === 0x3a ||
		code === 0x5b ||
		code === 0x5d ||
		code === 0x7b ||
		code === 0x7d
	);
}

function isBoundary(code: number): boolean {
	return code === QUOTE || isWhitespace(code) || isStructural(code);
}
