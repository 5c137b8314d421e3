import { skipWhitespace, tokenEnd } from './tokens';

/**
 * The four texts that a sender's serializer makes of the same JSON, likeliest first: Python's
 * `json.dumps` (spaces, ASCII), JavaScript's `JSON.stringify` and httpx (compact, UTF-8), and the
 * two mixtures. InstantDM's documentation signs the first in its Python sample and the second in
 * its Node.js sample (Signature Verification).
 *
 * The text is re-formatted token by token, not parsed and written again: numbers, key order and
 * duplicate keys stay as they came. Where all of it is ASCII there are but two.
 * @returns nothing where the text cannot be cut into JSON tokens
 */
export function serializations(text: string): string[] {
	let compact = '';
	let spaced = '';
	let compactAscii = '';
	let spacedAscii = '';
	for (let at = skipWhitespace(text, 0); at < text.length;) {
		const end = tokenEnd(text, at);
		if (end < 0) return [];
		const written = text.slice(at, end);
		const isString = written.startsWith('"');
		const token = isString ? canonical(written) : written;
		if (token === undefined) return [];
		const ascii = isString ? toAscii(token) : token;
		const space = token === ',' || token === ':' ? ' ' : '';
		compact += token;
		spaced += token + space;
		compactAscii += ascii;
		spacedAscii += ascii + space;
		at = skipWhitespace(text, end);
	}
	const isAscii = compactAscii.length === compact.length;
	return isAscii ? [spaced, compact] : [spacedAscii, compact, compactAscii, spaced];
}

/** A string with the escapes that every serializer agrees on and no others. */
function canonical(token: string): string | undefined {
	if (!token.includes('\\')) return token;
	try {
		return JSON.stringify(JSON.parse(token));
	} catch {
		return undefined;
	}
}

/** Python's `ensure_ascii`: lower-case hex, surrogate pairs, and DEL escaped as well. */
function toAscii(token: string): string {
	return token.replace(
		/[\u007f-\uffff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
