import { isObject } from '../../json/exactJson';
import type { ErrorBody } from './errorBody';

/** Long enough to help, too short to repeat a whole message. */
const WORDS_LENGTH = 200;

/** Shorter than this, a text is a word that any sentence may have. */
const SECRET_LENGTH = 4;

/** Looks like a key or token: nothing a person reads is that long without a space. */
const OPAQUE = /[\w-]{32,}/g;

/** Keys of a request whose values are words of the protocol or ids, which an error may well name. */
const PROTOCOL = /^(?:action|type|id|tag|\w+_(?:type|id))$/;

/** Everything in a request that a person wrote, or that is nobody else's business. */
export function textsIn(request: unknown): string[] {
	if (typeof request === 'string') return [request];
	if (Array.isArray(request)) return request.flatMap(textsIn);
	if (!isObject(request)) return [];
	return Object.entries(request).flatMap(([key, value]) =>
		PROTOCOL.test(key) && typeof value === 'string' ? [] : textsIn(value),
	);
}

/** A server's words, fit to be shown: nothing secret, no tokens, no great length. */
function presentable(words: string, secrets: readonly string[]): string {
	const hidden = secrets
		.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
		.filter((secret) => secret.length >= SECRET_LENGTH)
		// A text may be part of another.
		.sort((one, other) => other.length - one.length)
		.reduce((shown, secret) => shown.replaceAll(secret, '[hidden]'), words)
		.replace(OPAQUE, '[hidden]');
	return hidden.length > WORDS_LENGTH ? `${hidden.slice(0, WORDS_LENGTH)}…` : hidden;
}

/** What an error answer says, without what must not be shown: the key, access tokens, texts sent. */
export function redact(body: ErrorBody, secrets: readonly string[]): ErrorBody {
	const fit = (words: string | null) => (words === null ? null : presentable(words, secrets));
	const { words, instagram } = body;
	return {
		...body,
		words: fit(words),
		instagram: instagram === null ? null : { ...instagram, message: fit(instagram.message) },
	};
}
