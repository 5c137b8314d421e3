import { isObject } from '../json/exactJson';
import { jsonErrorPlace } from './jsonError';
import { made } from './schemas';

/**
 * A JSON object: as text, or as an expression gives it. Numbers that are too long to have kept their
 * digits, such as bare IDs, are refused.
 * @param example what to enter, such as `a message such as {"text": "Hello!"}`
 */
export function jsonObject(example: string) {
	return made<Record<string, unknown>>((given, refuse) => {
		const text = typeof given === 'string' ? given.trim() : undefined;
		if (given === undefined || given === null || text === '') {
			return refuse('is empty', `enter ${example}`);
		}
		const value = typeof given === 'string' ? parsed(given) : given;
		if (typeof given === 'string' && value === undefined) {
			const { line, column } = jsonErrorPlace(given);
			return refuse(
				`isn't valid JSON at line ${line}, column ${column}`,
				'check there for a missing quote, comma or bracket, or build it with {{ JSON.stringify(…) }}',
			);
		}
		if (!isObject(value)) {
			return refuse(`must be an object, not ${kindOf(value)}`, `enter ${example}`);
		}
		if (Object.keys(value).length === 0) return refuse('has no content', `enter ${example}`);
		const broken = brokenNumber(value, '');
		if (broken === undefined) return value;
		return refuse(`has a number at ${broken} that is too long`, 'put it in quotes');
	});
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
	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
