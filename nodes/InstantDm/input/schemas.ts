import { get } from 'lodash';
import { z } from 'zod';

import { inputMessage, problemAnd } from './inputError';

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
	fix: string;
}

/** A text that must be there, kept as it was typed. */
export function text(field: string, fix: string, limit?: TextLimit) {
	return z.unknown().transform((value, context) => {
		const given = asText(value);
		const problem = (message: string) => {
			context.addIssue({ code: 'custom', message });
			return z.NEVER;
		};
		if (given === undefined) return problem(inputMessage(field, 'must be text', fix));
		if (given.trim() === '') return problem(inputMessage(field, 'is empty', fix));
		const length = characters(given);
		if (limit !== undefined && length > limit.characters) {
			return problem(
				inputMessage(
					field,
					`has ${length} characters; Instagram allows ${limit.characters}`,
					limit.fix,
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

/** A URL with one of the schemes and a host; spaces around it are dropped. */
export function url(field: string, schemes: readonly ['https', ...'http'[]], fix: string) {
	const start = new RegExp(`^(${schemes.join('|')})://[^\\s/]\\S*$`, 'i');
	return text(field, fix)
		.transform((given) => given.trim())
		.refine((given) => start.test(given), {
			message: inputMessage(field, `must be an ${schemes[0]}:// URL`, fix),
		});
}

/**
 * An ID, kept as a string. Instagram's ids are longer than a number can hold exactly, so a number
 * that is no safe integer has already lost digits and names something else.
 * @param form what is said of a value that is no text at all
 */
export function id(field: string, source: string, form = 'must be text') {
	return z.unknown().transform((value, context) => {
		const given = asText(value)?.trim();
		const problem = (message: string) => {
			context.addIssue({ code: 'custom', message, fatal: true });
			return z.NEVER;
		};
		if (given === undefined) return problem(inputMessage(field, form, source));
		if (given === '') return problem(inputMessage(field, 'is empty', source));
		const lostDigits =
			(typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) ||
			/^\d+(\.\d+)?e\+?\d+$/i.test(given);
		if (!lostDigits) return given;
		const fix = 'store it as text, in quotes, such as "2358708294634624"';
		return problem(inputMessage(field, 'was read as a number and lost digits', fix));
	});
}

/** The ID of a person, a comment, a post or a post's file on Instagram: digits. */
export function instagramId(field: string, source: string) {
	const form = 'must contain only digits';
	return id(field, source, form).refine((given) => /^\d+$/.test(given), {
		message: inputMessage(field, form, source),
	});
}

/** What a number may be. */
export interface Range {
	min: number;
	max?: number;
	isWhole?: boolean;
	unit?: 'seconds';
}

/** A number; an expression may hand it over as text just as well. */
export function number(field: string, { min, max = Infinity, isWhole = false, unit }: Range) {
	const kind = `a ${isWhole ? 'whole ' : ''}number${unit === undefined ? '' : ` of ${unit}`}`;
	const range = max === Infinity ? `of ${min} or more` : `from ${min} to ${max}`;
	const message = inputMessage(field, "isn't valid", `enter ${kind} ${range}`);
	return z.unknown().transform((value, context) => {
		const text = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value);
		const given = typeof value === 'number' || text ? Number(value) : Number.NaN;
		if (given >= min && given <= max && (!isWhole || Number.isInteger(given))) return given;
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	});
}

/** What is said of a fixedCollection that holds something else. */
export function notAList(field: string): string {
	return inputMessage(field, "isn't a list", 'remove it and add it again');
}

/** The entries of a fixedCollection, which n8n hands over as `{ [key]: [entry, …] }`. */
export function list<Output>(
	field: string,
	key: string,
	entry: z.ZodType<Output, z.ZodTypeDef, unknown>,
	count: { min: number; max: number; one: string },
) {
	const range = count.min === 0 ? `up to ${count.max}` : `${count.min} to ${count.max}`;
	return z.preprocess(
		(value): unknown => get(value, key, []),
		z.array(entry, { message: notAList(field) }).superRefine(({ length }, context) => {
			const problem =
				length < count.min
					? `Add at least one ${count.one}`
					: length > count.max && `${field} has ${length} entries`;
			if (problem === false) return;
			context.addIssue({
				code: 'custom',
				message: problemAnd(problem, `Instagram allows ${range}`),
			});
		}),
	);
}
