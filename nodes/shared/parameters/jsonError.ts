/** One token of JSON (RFC 8259) after white space; sticky, so that it never looks further on. */
const TOKEN =
	/[ \t\n\r]*([[\]{},:]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)/iuy;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close';

const CLOSED_BY: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * What may follow a token, or undefined where the token itself is out of place.
 * @param open the brackets that the objects and lists around it will close with
 */
function after(token: string, expected: Expected, open: string[]): Expected | undefined {
	if (token === open.at(-1)) {
		if (expected !== 'comma or close' && !expected.endsWith(token)) return undefined;
		open.pop();
		return 'comma or close';
	}
	switch (expected) {
		case 'value':
		case 'value or ]': {
			const closer = CLOSED_BY[token];
			if (closer === undefined) return /^[\]}:,]/.test(token) ? undefined : 'comma or close';
			open.push(closer);
			return closer === '}' ? 'key or }' : 'value or ]';
		}
		case 'key':
		case 'key or }':
			return token.startsWith('"') ? 'colon' : undefined;
		case 'colon':
			return token === ':' ? 'value' : undefined;
		case 'comma or close':
			if (token !== ',' || open.length === 0) return undefined;
			return open.at(-1) === '}' ? 'key' : 'value';
	}
}

/**
 * Where a text stops being JSON, counted as editors do. JSON.parse gives the place for some faults
 * only, and repeats the text around it, which an error must not hold.
 */
export function jsonErrorPlace(text: string): { line: number; column: number } {
	const open: string[] = [];
	let expected: Expected | undefined = 'value';
	let position = 0;
	while (expected !== undefined) {
		TOKEN.lastIndex = position;
		const token = TOKEN.exec(text)?.[1];
		if (token === undefined) break;
		expected = after(token, expected, open);
		if (expected !== undefined) position = TOKEN.lastIndex;
	}
	const blanks = /^[ \t\n\r]*/.exec(text.slice(position))?.[0].length ?? 0;
	const lines = text.slice(0, position + blanks).split('\n');
	return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
