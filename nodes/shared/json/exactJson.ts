import { skipWhitespace, tokenEnd } from './tokens';

/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

/** Far above any real delivery, far below what overflows a recursive reader further on. */
const DEEPEST_NESTING = 1000;

/** A bare integer that may be past 2^53, or a piece of a string that looks like one. */
const LONG_INTEGER = /[:[,]\s*-?\d{16}/;

/**
 * Parses JSON text as deliveries carry it. Integers past 2^53 come out as strings of the same
 * digits: they are ids, and a JavaScript number would change their last digits.
 * @returns undefined where the text is not JSON or is nested deeper than 1000 levels
 */
export function parseJson(text: string): Json | undefined {
	if (isNestedTooDeep(text)) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		const exact: unknown = LONG_INTEGER.test(text) ? JSON.parse(quoteLongIntegers(text)) : value;
		return isJson(exact) ? exact : undefined;
	} catch {
		return undefined;
	}
}

/** What JSON.parse gave is JSON, all the way down; only a missing value is not. */
function isJson(value: unknown): value is Json {
	return value !== undefined;
}

/** Whether a value has fields of its own; a list has none. */
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: unknown): value is Record<string, unknown>;
export function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNestedTooDeep(text: string): boolean {
	if (text.length <= DEEPEST_NESTING) return false;
	let depth = 0;
	for (let at = skipWhitespace(text, 0); at < text.length;) {
		const first = text[at];
		if (first === '{' || first === '[') depth++;
		else if (first === '}' || first === ']') depth--;
		if (depth > DEEPEST_NESTING) return true;
		const end = tokenEnd(text, at);
		if (end < 0) return false;
		at = skipWhitespace(text, end);
	}
	return false;
}

function quoteLongIntegers(text: string): string {
	let quoted = '';
	let copied = 0;
	for (let at = skipWhitespace(text, 0); at < text.length;) {
		const end = tokenEnd(text, at);
		if (end < 0) return text;
		const token = text.slice(at, end);
		if (/^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token))) {
			quoted += `${text.slice(copied, at)}"${token}"`;
			copied = end;
		}
		at = skipWhitespace(text, end);
	}
	return quoted + text.slice(copied);
}

/** A string as it came; anything else is null. */
export function asText(value: Json | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

/** An id as a string of all its digits; an empty one is null. */
export function asId(value: Json | undefined): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}

/** Meta prints flags as true; some relays print them as text. */
export function asFlag(value: Json | undefined): boolean {
	return value === true || value === 'true';
}

/** The object under `key`, or an empty one, so that reading on finds nothing and does not fail. */
export function asObject(value: Json | undefined): JsonObject {
	return isObject(value) ? value : {};
}

/** The objects of a list; a single object counts as a list of one, anything else as none. */
export function asObjects(value: Json | undefined): JsonObject[] {
	if (Array.isArray(value)) return value.filter((each) => isObject(each));
	return isObject(value) ? [value] : [];
}
