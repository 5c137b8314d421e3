import type { z } from 'zod';

import { sentenceOf } from '../../shared/api/result';

/** Parts what is wrong from what to do, where both are one text. */
const BREAK = '\n';

/** Input that must not reach the network; its message is a complaint, whole or in its parts. */
export class InputError extends Error {
	override readonly name = 'InputError';

	/** What is wrong. */
	readonly title: string;

	/** What to do about it. */
	readonly advice: string | null;

	constructor(...said: [complaint: string] | [field: string, problem: string, mend: string]) {
		const whole = said.length === 1 ? said[0] : complaint(...said);
		const end = whole.lastIndexOf(BREAK);
		const [title, advice] = end < 0 ? [whole, null] : [whole.slice(0, end), whole.slice(end + 1)];
		super(sentenceOf({ title, advice }));
		this.title = title;
		this.advice = advice;
	}
}

/**
 * What the user is told: the field by its label, what is wrong with it, and how to mend it. It
 * never repeats a whole text.
 */
export function complaint(field: string, problem: string, mend: string): string {
	return `${field} ${problem}${BREAK}${mend}`;
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
 * Checks parameters against the schema of what they become. The schema's own messages are
 * complaints; the list entry that a complaint concerns is put in front.
 * @throws InputError for the first complaint
 */
export function check<Output>(
	schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
	parameters: unknown,
): Output {
	const result = schema.safeParse(parameters);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const where = place(issue?.path ?? []);
	const what = issue?.message ?? 'The input is not valid';
	throw new InputError(where === '' ? what : `${where}: ${what}`);
}
