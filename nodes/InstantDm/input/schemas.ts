import { get } from 'lodash';
import { z } from 'zod';

import { complaint } from './inputError';

/** Expressions and AI tools hand over anything; what has no plain text form gives undefined. */
function asText(value: unknown): string | undefined {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Length as Instagram's pages count it, in characters: an emoji of one code point is one. */
function characters(text: string): number {
	return Array.from(text).length;
}

interface TextLimit {
	characters: number;
	mend: string;
}

/** A text that must be there, kept as it was typed. */
export function text(field: string, mend: string, limit?: TextLimit) {
	return z.unknown().transform((value, context) => {
		const given = asText(value);
		const problem = (message: string) => {
			context.addIssue({ code: 'custom', message });
			return z.NEVER;
		};
		if (given === undefined) return problem(complaint(field, 'is not a text', mend));
		if (given.trim() === '') return problem(complaint(field, 'is empty', mend));
		const length = characters(given);
		if (limit !== undefined && length > limit.characters) {
			return problem(
				complaint(
					field,
					`has ${length} characters and Instagram takes ${limit.characters}`,
					limit.mend,
				),
			);
		}
		return given;
	});
}

/** A field that may stay empty: then it is undefined and left out of the request. */
export function optional<Output>(schema: z.ZodType<Output, z.ZodTypeDef, unknown>) {
	return z.preprocess(
		(value) => (asText(value)?.trim() === '' ? undefined : value),
		schema.optional(),
	);
}

/** An address that starts with one of the schemes and names a host; blanks around it are dropped. */
export function address(field: string, schemes: readonly ['https', ...'http'[]], mend: string) {
	const start = new RegExp(`^(${schemes.join('|')})://[^\\s/]\\S*$`, 'i');
	return text(field, mend)
		.transform((given) => given.trim())
		.refine((given) => start.test(given), {
			message: complaint(field, `is not an ${schemes[0]} address`, mend),
		});
}

/**
 * An Instagram ID: digits, kept as a string. Instagram's ids are longer than a number can hold
 * exactly, so a number that is no safe integer has already lost digits and names someone else.
 */
export function instagramId(field: string, source: string) {
	return z.unknown().transform((value, context) => {
		const given = asText(value)?.trim();
		const problem = (message: string) => {
			context.addIssue({ code: 'custom', message });
			return z.NEVER;
		};
		if (given === '') return problem(complaint(field, 'is empty', source));
		const lostDigits =
			(typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) ||
			/^\d+(\.\d+)?e\+?\d+$/i.test(given ?? '');
		if (lostDigits) {
			return problem(
				complaint(
					field,
					'came as a number and has lost digits',
					'quote it where it comes from and keep it a string, e.g. "2358708294634624"',
				),
			);
		}
		if (given === undefined || !/^\d+$/.test(given)) {
			return problem(complaint(field, 'must consist of digits only', source));
		}
		return given;
	});
}

/** The entries of a fixedCollection, which n8n hands over as `{ [key]: [entry, …] }`. */
export function list<Output>(
	field: string,
	key: string,
	entry: z.ZodType<Output, z.ZodTypeDef, unknown>,
	count: { min: number; max: number; what: string },
) {
	const range = count.min === 0 ? `up to ${count.max}` : `${count.min} to ${count.max}`;
	return z.preprocess(
		(value): unknown => get(value, key, []),
		z.array(entry).superRefine(({ length }, context) => {
			if (length < count.min || length > count.max) {
				const problem = `holds ${length} ${count.what}`;
				const message = complaint(field, problem, `Instagram takes ${range}`);
				context.addIssue({ code: 'custom', message });
			}
		}),
	);
}
