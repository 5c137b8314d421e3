import { z } from 'zod';

import { isObject } from '../../json/exactJson';
import type { InstagramError } from '../result';

/**
 * What an error answer says. InstantDM does not document its shape, so `{ error }`,
 * `{ error: { message } }`, `{ message }`, an Instagram error as an object or inside a string, and
 * plain text are all read.
 */
export interface ErrorBody {
	/** The server's own words, or null. */
	words: string | null;
	instagram: InstagramError | null;
	/** Whether it is JSON, as all that InstantDM itself answers. */
	isJson: boolean;
	/** What the Open API adds: the plan, or the connection to Instagram, is not enough. */
	upgradeRequired: boolean;
	reconnectRequired: boolean;
	creditsRemaining: number | null;
}

type Said = Pick<ErrorBody, 'words' | 'instagram'>;

/** Instagram sends numbers; a proxy in between may have made them strings. */
const number = z
	.number()
	.or(z.string().regex(/^\d+$/).transform(Number))
	.pipe(z.number().int().positive());
const maybeNumber = number.nullable().catch(null);
const string = z.string().nullable().catch(null);

const instagramError = z
	.object({
		code: number,
		error_subcode: maybeNumber.default(null),
		message: string.default(null),
		error_user_msg: string.default(null),
		fbtrace_id: string.default(null),
	})
	.transform((error): InstagramError => ({
		code: error.code,
		subcode: error.error_subcode,
		message: error.message ?? error.error_user_msg,
		traceId: error.fbtrace_id,
	}));

/** Where servers put what went wrong, most particular first. */
const KEYS = ['error', 'errors', 'message', 'detail', 'details', 'body', 'response', 'data'];

/** An answer nested deeper than this, or text beyond this, says nothing more. */
const DEPTH = 6;
const TEXT_LENGTH = 10_000;

/** Whether an error has what only Meta's have: InstantDM and what is before it have types and codes too. */
function isInstagrams({ type, fbtrace_id, error_subcode }: Record<string, unknown>): boolean {
	return [fbtrace_id, error_subcode].some(Boolean) || String(type).endsWith('Exception');
}

/** The JSON object inside a text such as `Instagram API error: {"error": …}`. */
function jsonWithin(text: string): unknown {
	const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
	try {
		return JSON.parse(json);
	} catch {
		return pythonDictionary(json);
	}
}

/** An Instagram error as Python prints a dictionary, `{'error': {'code': 10, …}}`. */
function pythonDictionary(text: string): unknown {
	const field = (name: string) =>
		new RegExp(`'${name}': (?:'([^']*)'|"([^"]*)"|(\\d+))`).exec(text)?.slice(1).find(Boolean);
	const code = field('code');
	if (code === undefined) return undefined;
	return {
		type: field('type'),
		code,
		error_subcode: field('error_subcode'),
		message: field('message'),
		fbtrace_id: field('fbtrace_id'),
	};
}

function readText(text: string, depth: number): Said {
	const found = read(jsonWithin(text), depth);
	if (found.words !== null || found.instagram !== null) return found;
	const plain = text.trim().startsWith('<') ? '' : text.trim();
	return { words: plain === '' ? null : plain, instagram: null };
}

function read(body: unknown, depth = DEPTH): Said {
	if (depth === 0) return { words: null, instagram: null };
	if (typeof body === 'string') return readText(body.slice(0, TEXT_LENGTH), depth - 1);
	if (Array.isArray(body)) return read(body[0], depth - 1);
	if (!isObject(body)) return { words: null, instagram: null };
	if (isInstagrams(body)) {
		const { data } = instagramError.safeParse(body);
		if (data !== undefined) return { words: data.message, instagram: data };
	}
	const found = KEYS.filter((key) => Object.hasOwn(body, key)).map((key) =>
		read(body[key], depth - 1),
	);
	return {
		words: found.find(({ words }) => words !== null)?.words ?? null,
		instagram: found.find(({ instagram }) => instagram !== null)?.instagram ?? null,
	};
}

/** Reads what an error answer says; never throws, whatever the server sent. */
export function errorBody(body: unknown): ErrorBody {
	const parts = isObject(body) ? [body.error, body].filter(isObject) : [];
	const has = (key: string) => parts.some((part) => part[key] === true);
	const credits = parts.map(({ credits_remaining }) => credits_remaining);
	return {
		...read(body),
		isJson: isObject(body),
		upgradeRequired: has('upgrade_required'),
		reconnectRequired: has('reconnect_required'),
		creditsRemaining: credits.find((left) => typeof left === 'number') ?? null,
	};
}
