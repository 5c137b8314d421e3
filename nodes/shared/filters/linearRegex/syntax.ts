/** What a pattern says: a tree of the parts of a regular expression. */
export type Pattern =
	| { kind: 'character'; test: RegExp }
	| { kind: 'position'; at: Position }
	| { kind: 'sequence' | 'choice'; parts: Pattern[] }
	| { kind: 'repeat'; part: Pattern; min: number; max: number };

export type Position = 'start' | 'end' | 'wordEdge' | 'noWordEdge';

/** A pattern that cannot be used. */
export class PatternError extends Error {
	/** @param index where in the pattern, from 0 */
	constructor(
		message: string,
		readonly index: number,
	) {
		super(message);
	}
}

const POSITIONS: readonly [string, Position][] = [
	['^', 'start'],
	['$', 'end'],
	['\\b', 'wordEdge'],
	['\\B', 'noWordEdge'],
];

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;
const GROUP_START = /\((?:\?:|\?<[\p{L}_$][\p{L}\p{N}_$]*>|(?!\?))/uy;

/** One character of the text: an escape, a class, or a character that stands for itself. */
const CHARACTER = new RegExp(
	[
		String.raw`\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}`,
		String.raw`\\u[\da-fA-F]{4}|\\u\{[\da-fA-F]+\}|\\x[\da-fA-F]{2}|\\c[a-zA-Z]`,
		String.raw`\\[pP]\{[^}]*\}|\\[dDwWsSnrtvf0]|\\[^\p{L}\p{N}]`,
		String.raw`\[(?:\\.|[^\\\]])*\]`,
		String.raw`[^\\[(*+?{]`,
	].join('|'),
	'suy',
);

/**
 * Parses a regular expression in JavaScript's notation, flags `i` and `u`, but for what cannot be
 * matched in linear time: lookaround and backreferences.
 * @throws PatternError saying what is wrong, and where
 */
export function parsePattern(source: string): Pattern {
	let index = 0;

	function take(expression: RegExp): RegExpExecArray | null {
		expression.lastIndex = index;
		const found = expression.exec(source);
		if (found) index += found[0].length;
		return found;
	}

	function choice(): Pattern {
		const parts = [sequence()];
		while (source[index] === '|') {
			index++;
			parts.push(sequence());
		}
		return { kind: 'choice', parts };
	}

	function sequence(): Pattern {
		const parts: Pattern[] = [];
		while (index < source.length && source[index] !== '|' && source[index] !== ')') {
			parts.push(position() ?? repeated(group() ?? character()));
		}
		return { kind: 'sequence', parts };
	}

	function position(): Pattern | undefined {
		const [written, at] = POSITIONS.find(([sign]) => source.startsWith(sign, index)) ?? [];
		if (written === undefined || at === undefined) return undefined;
		index += written.length;
		return { kind: 'position', at };
	}

	function group(): Pattern | undefined {
		const start = index;
		if (source[start] !== '(') return undefined;
		if (!take(GROUP_START)) {
			const isLook = /^\(\?<?[=!]/.test(source.slice(start));
			throw new PatternError(
				isLook ? "lookahead and lookbehind aren't supported" : "this kind of group isn't supported",
				start,
			);
		}
		const inside = choice();
		if (source[index] !== ')') throw new PatternError('this "(" has no matching ")"', start);
		index++;
		return inside;
	}

	function character(): Pattern {
		const start = index;
		const [written] = take(CHARACTER) ?? [];
		if (written === undefined) throw new PatternError(syntaxMessage(source.slice(start)), start);
		const test = characterTest(native(written));
		if (!test) {
			const what = written.startsWith('[') ? 'range' : 'escape';
			throw new PatternError(`"${written}" isn't a valid ${what}`, start);
		}
		return { kind: 'character', test };
	}

	function repeated(part: Pattern): Pattern {
		const start = index;
		const found = take(QUANTIFIER);
		if (!found) return part;
		const [, sign, least, comma, most] = found;
		const min = sign ? Number(sign === '+') : Number(least);
		const atMost = most ? Number(most) : Infinity;
		const max = sign ? (sign === '?' ? 1 : Infinity) : comma ? atMost : min;
		if (max < min) throw new PatternError('the smaller number must come first', start);
		return { kind: 'repeat', part, min, max };
	}

	const pattern = choice();
	if (index < source.length) throw new PatternError('this ")" has no matching "("', index);
	return pattern;
}

/** JavaScript refuses to escape what needs no escape; people do it all the same. */
function native(written: string): string {
	if (/^\\[^\p{L}\p{N}^$\\.*+?()[\]{}|/]$/u.test(written)) return written.slice(1);
	return /^[\]})]$/.test(written) ? `\\${written}` : written;
}

function characterTest(written: string): RegExp | undefined {
	try {
		return new RegExp(`^${written}$`, 'iu');
	} catch {
		return undefined;
	}
}

function syntaxMessage(rest: string): string {
	if (rest.startsWith('[')) return 'this "[" has no matching "]"';
	if (/^\\[1-9k]/.test(rest)) return "references to an earlier group aren't supported";
	if (rest.startsWith('\\'))
		return `"${rest.slice(0, 2)}" isn't a valid escape; write "\\\\" for a backslash`;
	return `there is nothing to repeat before this; write "\\${rest.slice(0, 1)}" for the character`;
}
