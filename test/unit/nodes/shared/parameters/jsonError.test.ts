import fc from 'fast-check';

import { jsonErrorPlace } from '../../../../../nodes/shared/parameters/jsonError';

it.each([
	['', 1, 1],
	['hello', 1, 1],
	['{"text": Hello}', 1, 10],
	["{'text': 1}", 1, 2],
	['{"a": 1,}', 1, 9],
	['[1, 2', 1, 6],
	['{"a": "b\n"}', 1, 7],
	['{\n  "a": 1\n  "b": 2\n}', 3, 3],
	['{"a": 01}', 1, 8],
	['{"a": 1} x', 1, 10],
	['{"a" 1}', 1, 6],
	['{"a": "b}', 1, 7],
	['[1}', 1, 3],
	['{"a": {{ $json.a }}}', 1, 8],
])('%j breaks at line %i, column %i', (text, line, column) => {
	expect(jsonErrorPlace(text)).toEqual({ line, column });
});

/** The place just behind the last character, where valid JSON ends. */
function end(text: string) {
	const lines = text.split('\n');
	return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

it('reads all of any valid JSON', () => {
	const indents = fc.constantFrom(undefined, '\t', 2);
	fc.assert(
		fc.property(fc.jsonValue(), indents, (value, indent) => {
			const text = JSON.stringify(value, null, indent);
			expect(jsonErrorPlace(text)).toEqual(end(text));
		}),
	);
});

it('finds the place where a stray character was put in', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
			const text = JSON.stringify(value);
			const at = seed % (text.length + 1);
			const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
			const { column } = jsonErrorPlace(broken);
			// Inside a string, the string is what cannot be read; else the character itself.
			expect(column - 1).toBeLessThanOrEqual(at);
			expect(() => JSON.parse(broken) as unknown).toThrow();
		}),
	);
});
