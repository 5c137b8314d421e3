import { uniq } from 'lodash';
import { z } from 'zod';

import { isObject } from '../../json/exactJson';
import type { InstagramError } from '../result';

/**
 * What an error answer says. Read are the Open API's documented `{ error: { code, message, … } }`,
 * `{ error }`, `{ message }` and `{ detail }` with words for `/api-webhook`, whose shape InstantDM
 * does not document, lists of these, an error of Instagram's anywhere, as an object or inside words,
 * and plain text.
 */
export interface ErrorBody {
	/** The server's own words, or null. */
	words: string | null;
	instagram: InstagramError | null;
	/** Whether Instagram says that its error passes by itself. */
	isTransient: boolean;
	/** Whether it is JSON, as all that InstantDM itself answers. */
	isJson: boolean;
	/** What the Open API adds: the plan, or the connection to Instagram, is not enough. */
	upgradeRequired: boolean;
	reconnectRequired: boolean;
	creditsRemaining: number | null;
}

type Said = Pick<ErrorBody, 'words' | 'instagram' | 'isTransient'>;

const NOTHING: Said = { words: null, instagram: null, isTransient: false };

/** Instagram sends numbers, some of them negative; a proxy in between may have made them strings. */
const number = z
	.number()
	.or(
		z
			.string()
			.regex(/^-?\d+$/)
			.transform(Number),
	)
	.pipe(z.number().int());
const string = z.string().nullable().catch(null);

const instagramError = z
	.object({
		code: number,
		error_subcode: number.nullable().catch(null).default(null),
		message: string.default(null),
		error_user_msg: string.default(null),
		is_transient: z.boolean().catch(false),
		fbtrace_id: string.default(null),
	})
	.transform(
		({ code, error_subcode, message, error_user_msg, is_transient, fbtrace_id }): Said => ({
			words: error_user_msg ?? message,
			instagram: {
				code,
				subcode: error_subcode,
				message: message ?? error_user_msg,
				traceId: fbtrace_id,
			},
			isTransient: is_transient,
		}),
	);

/** An answer nested deeper than this, or text beyond this, says nothing more. */
const DEPTH = 6;
const TEXT_LENGTH = 10_000;

/** Whether an error has what only Meta's have: InstantDM and what is before it have types and codes too. */
function isInstagrams({ type, fbtrace_id, error_subcode }: Record<string, unknown>): boolean {
	const isNamed = typeof type === 'string' && type.endsWith('Exception');
	return isNamed || [fbtrace_id, error_subcode].some(Boolean);
}

/** The JSON object inside a text such as `Instagram API error: {"error": …}`. */
function jsonWithin(text: string): unknown {
	try {
		return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
	} catch {
		return undefined;
	}
}

function readText(text: string, depth: number): Said {
	const found = read(jsonWithin(text), depth);
	if (found.words !== null || found.instagram !== null) return found;
	const plain = text.trim().startsWith('<') ? '' : text.trim();
	return { ...NOTHING, words: plain === '' ? null : plain };
}

function read(body: unknown, depth = DEPTH): Said {
	if (depth === 0) return NOTHING;
	if (typeof body === 'string') return readText(body.slice(0, TEXT_LENGTH), depth - 1);
	if (!isObject(body)) return NOTHING;
	if (isInstagrams(body)) {
		const { data } = instagramError.safeParse(body);
		if (data !== undefined) return data;
	}
	const { error, message, detail, ...others } = body;
	const readAll = (parts: unknown[]) => parts.flat().map((part) => read(part, depth - 1));
	const said = readAll([error, message, detail]);
	const found = [...said, ...readAll(Object.values(others))];
	const words = uniq(said.flatMap((each) => each.words ?? [])).join(': ');
	return (
		found.find(({ instagram }) => instagram !== null) ??
		(words === '' ? NOTHING : { ...NOTHING, words })
	);
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
