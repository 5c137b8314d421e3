import { z } from 'zod';

import { isObject } from '../json/exactJson';
import { issue, type Schema } from './check';
import { jsonErrorPlace } from './jsonError';
import { made } from './schemas';

/**
 * JSON: as text, or as an expression gives it. Numbers that are too long to have kept their digits,
 * such as bare IDs, are refused.
 * @param example what to enter, such as `a message such as {"text": "Hello!"}`
 */
function json(example: string) {
	return made<unknown>((given, refuse) => {
		const isText = typeof given === 'string';
		if (given === undefined || given === null || (isText && given.trim() === '')) {
			return refuse('is empty', `enter ${example}`);
		}
		const value = isText ? parsed(given) : given;
		if (isText && value === undefined) {
			const { line, column } = jsonErrorPlace(given);
			return refuse(
				`isn't valid JSON at line ${line}, column ${column}`,
				'check there for a missing quote, comma or bracket, or build it with {{ JSON.stringify(…) }}',
			);
		}
		const broken = brokenNumber(value, '');
		if (broken === undefined) return value;
		return refuse(`has a number at ${broken} that is too long`, 'put it in quotes');
	});
}

/** A JSON object (`json`). */
export function jsonObject(example: string) {
	return json(example).pipe(
		made<Record<string, unknown>>((value, refuse) =>
			isObject(value)
				? value
				: refuse(`must be an object, not ${kindOf(value)}`, `enter ${example}`),
		),
	);
}

/** A JSON list (`json`). */
export function jsonList<Entry>(example: string, entry: Schema<Entry>) {
	return json(example)
		.pipe(
			made<unknown[]>((value, refuse) =>
				Array.isArray(value)
					? value
					: refuse(`must be a list, not ${kindOf(value)}`, `enter ${example}`),
			),
		)
		.pipe(z.array(entry).refine(({ length }) => length > 0, issue('is empty', `enter ${example}`)));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The path of the first number that is too large to have kept its digits, such as a bare ID. */
function brokenNumber(value: unknown, path: string): string | undefined {
	if (typeof value === 'number') {
		return Number.isInteger(value) && !Number.isSafeInteger(value) ? path : undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		const broken = brokenNumber(inner, path === '' ? key : `${path}.${key}`);
		if (broken !== undefined) return broken;
	}
	return undefined;
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (isObject(value)) return 'an object';
	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
