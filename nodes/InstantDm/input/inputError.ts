import type { z } from 'zod';

import { sentenceOf } from '../../shared/api/result';

/** Parts what is wrong from what to do, where both are one text. */
const BREAK = '\n';

/** Input that must not reach the network; its message is what the user is told, in one sentence. */
export class InputError extends Error {
	override readonly name = 'InputError';

	/** What is wrong. */
	readonly title: string;

	/** What to do about it. */
	readonly advice: string | null;

	constructor(...said: [inputMessage: string] | [field: string, problem: string, fix: string]) {
		const whole = said.length === 1 ? said[0] : inputMessage(...said);
		const end = whole.lastIndexOf(BREAK);
		const [title, advice] = end < 0 ? [whole, null] : [whole.slice(0, end), whole.slice(end + 1)];
		super(sentenceOf({ title, advice }));
		this.title = title;
		this.advice = advice;
	}
}

/**
 * What the user is told: the field by its label, what is wrong with it, and how to fix it. It never
 * repeats a whole text.
 */
export function inputMessage(field: string, problem: string, fix: string): string {
	return problemAnd(`${field} ${problem}`, fix);
}

/** The same, where the problem is a sentence of its own. */
export function problemAnd(problem: string, fix: string): string {
	return `${problem}${BREAK}${fix}`;
}

/** What one entry of a list is called in the node. */
const ENTRIES: Record<string, string> = {
	buttons: 'Button',
	quickReplies: 'Quick Reply',
	cards: 'Card',
};

/** `['cards', 0, 'buttons', 2, 'url']` is in `Card 1, Button 3`. */
function place(path: readonly (string | number)[]): string {
	return path
		.flatMap((step, index) =>
			typeof step === 'number'
				? [`${ENTRIES[String(path[index - 1])] ?? 'Entry'} ${step + 1}`]
				: [],
		)
		.join(', ');
}

/**
 * Checks parameters against the schema of what they become. The schema's own messages are made by
 * `inputMessage`; the list entry that one concerns comes first.
 * @throws InputError for the first problem
 */
export function check<Output>(
	schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
	parameters: unknown,
): Output {
	const result = schema.safeParse(parameters);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const where = place(issue?.path ?? []);
	const what = issue?.message ?? '';
	// Of what has no message of its own, such as an entry that is no object, zod speaks to developers.
	if (!what.includes(BREAK)) {
		throw new InputError(where || 'A field', "isn't valid", 'remove it and add it again');
	}
	throw new InputError(where === '' ? what : `${where}: ${what}`);
}
