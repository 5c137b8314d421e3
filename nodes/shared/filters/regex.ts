import * as host from 'n8n-workflow';

import { InputError } from '../parameters/inputError';

/** What Instagram allows in a comment; of anything longer the beginning is searched. */
const LONGEST_TEXT = 2200;

/**
 * Whether a text holds one of the regular expressions, upper and lower case alike. n8n's own
 * `safeRegex` (n8n-workflow 2.40.1 and later) gives up after a quarter of a second, where a pattern
 * such as `(a+)+$` can keep JavaScript busy for years; the pattern then counts as not found. A busy
 * machine can take that long for any pattern, so that it is tried twice.
 * @param workflow n8n-workflow
 * @throws InputError naming the pattern that isn't valid, or where n8n is too old
 */
export function regexMatcher(
	sources: readonly string[],
	workflow: Partial<Pick<typeof host, 'safeRegex'>> = host,
): (text: string) => boolean {
	const { safeRegex } = workflow;
	if (!safeRegex) {
		throw new InputError(
			"'Regular Expression' needs n8n 2.40 or newer",
			"update n8n, or choose another 'Keyword Match'",
		);
	}
	const patterns = sources.map((source) => ({ source, flags: flagsOf(source) }));
	return (text) => {
		const beginning = text.slice(0, LONGEST_TEXT);
		return patterns.some(({ source, flags }) => {
			const matches = () => safeRegex.test(source, beginning, flags);
			return attempt(matches) ?? attempt(matches) ?? false;
		});
	};
}

/** Undefined where it takes too long. */
function attempt(test: () => boolean): boolean | undefined {
	try {
		return test();
	} catch {
		return undefined;
	}
}

/** With `u` an emoji is one character; patterns with escapes such as `\-` are valid only without. */
function flagsOf(source: string): string {
	const problem = problemOf(source, 'i');
	if (problem !== null) {
		throw new InputError(
			`The regular expression ${source} isn't valid (${problem})`,
			"fix the pattern in 'Keywords', or choose another 'Keyword Match'",
		);
	}
	return problemOf(source, 'iu') === null ? 'iu' : 'i';
}

/** What JavaScript says against the pattern, which is only read here and not run; null if nothing. */
function problemOf(source: string, flags: string): string | null {
	try {
		new RegExp(source, flags);
		return null;
	} catch (error) {
		const said = error instanceof Error ? error.message : String(error);
		return said.replace(/^Invalid regular expression: \/.*\/\w*: /s, '');
	}
}
