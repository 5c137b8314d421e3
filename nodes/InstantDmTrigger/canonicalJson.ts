import { skipWhitespace, tokenEnd } from './jsonTokens';

/**
 * The four texts that a sender's serialiser makes of the same JSON, likeliest first: Python's
 * `json.dumps` (spaces, ASCII), JavaScript's `JSON.stringify` and httpx (compact, UTF-8), and the
 * two mixtures. InstantDM's documentation signs the first in its Python sample and the second in
 * its Node.js sample (Signature Verification).
 *
 * The text is re-formatted token by token, not parsed and written anew: numbers, key order and
 * duplicate keys stay as they came. Renderings that equal one another come once.
 * @returns nothing where the text cannot be cut into JSON tokens
 */
export function* renderings(text: string): Generator<string, void> {
	const formatted = format(text);
	if (!formatted) return;
	const { compact, spaced } = formatted;
	const spacedAscii = toAscii(spaced);
	yield spacedAscii;
	yield compact;
	if (spacedAscii === spaced) return;
	yield toAscii(compact);
	yield spaced;
}

function format(text: string): { compact: string; spaced: string } | undefined {
	let compact = '';
	let spaced = '';
	for (let at = skipWhitespace(text, 0); at < text.length;) {
		const end = tokenEnd(text, at);
		if (end < 0) return undefined;
		const token = canonical(text.slice(at, end));
		if (token === undefined) return undefined;
		compact += token;
		spaced += token === ',' || token === ':' ? `${token} ` : token;
		at = skipWhitespace(text, end);
	}
	return { compact, spaced };
}

/** Strings with the escapes that every serialiser agrees on and no others; the rest verbatim. */
function canonical(token: string): string | undefined {
	if (!token.startsWith('"') || !token.includes('\\')) return token;
	try {
		return JSON.stringify(JSON.parse(token));
	} catch {
		return undefined;
	}
}

/** Python's `ensure_ascii`: lower-case hex, surrogate pairs, and DEL escaped as well. */
function toAscii(json: string): string {
	return json.replace(
		/[\u007f-\uffff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
