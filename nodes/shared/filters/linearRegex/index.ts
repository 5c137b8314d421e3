import { SetupError } from '../setupError';
import { compile, sizeOf } from './automaton';
import { parsePattern, PatternError, type Pattern } from './syntax';

/** Together with the longest text, the bound on the work that one message can cause. */
const LARGEST_PATTERN = 1000;
/** What Instagram allows in a comment; of anything longer the beginning is searched. */
const LONGEST_TEXT = 2200;

/**
 * Whether a text holds one of the regular expressions, upper and lower case alike. Does not use
 * JavaScript's own matcher, which a pattern such as `(a+)+$` can keep busy for years.
 * @throws SetupError naming the pattern and the place where it cannot be used
 */
export function regexMatcher(sources: readonly string[]): (text: string) => boolean {
	const pattern: Pattern = { kind: 'choice', parts: sources.map(parse) };
	if (sizeOf(pattern) > LARGEST_PATTERN) {
		throw new SetupError(
			'The regular expressions are too large',
			'Use fewer or shorter patterns, and smaller numbers in braces such as {1,20}.',
		);
	}
	const matches = compile(pattern);
	return (text) => matches(Array.from(text.slice(0, LONGEST_TEXT)));
}

function parse(source: string): Pattern {
	try {
		return parsePattern(source);
	} catch (error) {
		throw asSetupError(error, source);
	}
}

function asSetupError(error: unknown, source: string): unknown {
	if (!(error instanceof PatternError)) return error;
	return new SetupError(
		`The regular expression ${source} isn't valid: at character ${error.index + 1}, ${error.message}`,
		"Fix the pattern in 'Keywords', or choose another 'Keyword Match'.",
	);
}
