import { get } from 'lodash';
import type { INodePropertyTypeOptions } from 'n8n-workflow';
import { z } from 'zod';

import { issue, type Schema } from './check';

/**
 * Expressions and AI tools hand over anything; what has no plain text form gives undefined. A number
 * made of a field that isn't there is as empty as the field.
 */
export function asText(value: unknown): string | undefined {
	if (value === null || value === undefined || Number.isNaN(value)) return '';
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A schema that a function makes of what is given; `refuse` says what is wrong with it. */
export function made<Value>(
	make: (value: unknown, refuse: (problem: string, fix: string) => typeof z.NEVER) => Value,
) {
	return z.unknown().transform((value, context) =>
		make(value, (problem, fix) => {
			context.addIssue({ code: 'custom', ...issue(problem, fix), fatal: true });
			return z.NEVER;
		}),
	);
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
export function text(fix: string, limit?: TextLimit) {
	return made((value, refuse) => {
		const given = asText(value);
		if (given === undefined) return refuse('must be text', fix);
		if (given.trim() === '') return refuse('is empty', fix);
		const length = characters(given);
		if (limit !== undefined && length > limit.characters) {
			return refuse(`has ${length} characters; Instagram allows ${limit.characters}`, limit.fix);
		}
		return given;
	});
}

/** A field that may stay empty: then it is undefined and left out of the request. */
export function optional<Output>(schema: Schema<Output>) {
	return z.preprocess(
		(value) => (asText(value)?.trim() === '' ? undefined : value),
		schema.optional(),
	);
}

/** A URL with one of the schemes and a host; spaces around it are dropped. */
export function url(schemes: readonly ['https', ...'http'[]], fix: string) {
	const start = new RegExp(`^(${schemes.join('|')})://[^\\s/]\\S*$`, 'i');
	return text(fix)
		.transform((given) => given.trim())
		.refine((given) => start.test(given), issue(`must be an ${schemes[0]}:// URL`, fix));
}

/** A link as people copy it, with or without its beginning. */
const LINK = /^https?:\/\/|^www\.|\binstagram\.com\/|\binstagr\.am\//i;

/**
 * An ID, kept as a string. Instagram's ids are longer than a number can hold exactly, so a number
 * that isn't a safe integer has already lost digits and names something else.
 * @param source where to get it
 * @param form what is said of a value that isn't text at all
 */
export function id(source: string, form = 'must be text') {
	return made((value, refuse) => {
		const given = asText(value)?.trim();
		if (given === undefined) return refuse(form, source);
		if (given === '') return refuse('is empty', source);
		if (LINK.test(given)) return refuse('is a link, not an ID', source);
		const lostDigits =
			(typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) ||
			/^\d+(\.\d+)?e\+?\d+$/i.test(given);
		if (!lostDigits) return given;
		return refuse(
			'was read as a number and lost digits',
			'store it as text, in quotes, such as "2358708294634624"',
		);
	});
}

/** The ID of a person, a comment, a post or a post's file on Instagram: digits. */
export function instagramId(source: string) {
	const form = 'must contain only digits';
	return id(source, form).refine((given) => /^\d+$/.test(given), issue(form, source));
}

/**
 * A number within the limits that its form has; an expression may hand it over as text just as well.
 */
export function number(
	{ minValue: min = -Infinity, maxValue: max = Infinity }: INodePropertyTypeOptions,
	isWhole = false,
) {
	const range = max === Infinity ? `of ${min} or more` : `from ${min} to ${max}`;
	const fix = `enter a ${isWhole ? 'whole ' : ''}number ${range}`;
	return made((value, refuse) => {
		const text = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value);
		const given = typeof value === 'number' || text ? Number(value) : Number.NaN;
		const fits = given >= min && given <= max && (!isWhole || Number.isInteger(given));
		return fits ? given : refuse("isn't valid", fix);
	});
}

interface Limits {
	min: number;
	max: number;
}

/**
 * The `typeOptions` of a fixedCollection whose entries people add, move and take away.
 * @param titledBy the field by which a folded entry is shown
 */
export function entriesOf(titledBy: string, { min = 0, max }: Partial<Limits> = {}) {
	return {
		multipleValues: true,
		sortable: true,
		...(min > 0 && { minRequiredFields: min }),
		...(max !== undefined && { maxAllowedFields: max }),
		fixedCollection: { itemTitle: `={{ $collection.item.value.${titledBy} }}` },
	};
}

/** The entries of a fixedCollection, which n8n hands over as `{ [key]: [entry, …] }`. */
export function list<Output>(key: string, entry: Schema<Output>, { min, max }: Limits) {
	const allowed = `Instagram allows ${min === 0 ? 'up to' : `${min} to`} ${max}`;
	return z.preprocess(
		(value): unknown => get(value, key, []),
		z
			.array(entry)
			.refine(({ length }) => length >= min, issue('is empty', `add ${min} to ${max}`))
			.refine(
				({ length }) => length <= max,
				({ length }) => issue(`has ${length} entries`, allowed),
			),
	);
}
