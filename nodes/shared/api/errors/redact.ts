import { isObject } from '../../json/exactJson';

/** Long enough to help, too short to repeat a whole message. */
const WORDS_LENGTH = 200;

/** Shorter than this, a text is a word that any sentence may have. */
const SECRET_LENGTH = 4;

/** Looks like a key or token: nothing a person reads is that long without a space. */
const OPAQUE = /[\w-]{32,}/g;

/** Keys of a request whose values are words of the protocol or ids, which an error may well name. */
const PROTOCOL = /^(?:action|type|id|tag|\w+_(?:type|id))$/;

/**
 * Everything in a request that a person wrote, or that is nobody else's business, as it is and as
 * JSON writes it.
 */
export function textsIn(request: unknown): string[] {
	if (typeof request === 'string') return [request, JSON.stringify(request).slice(1, -1)];
	if (Array.isArray(request)) return request.flatMap(textsIn);
	if (!isObject(request)) return [];
	return Object.entries(request).flatMap(([key, value]) =>
		PROTOCOL.test(key) && typeof value === 'string' ? [] : textsIn(value),
	);
}

/**
 * Where a server's words have a pattern of their own. They are searched as they came: hiding first
 * what is secret would hide the words of a refusal too, where a message happens to contain one.
 * @param texts those of the request; a match inside one that the server repeats is none
 */
export function saidIn(
	words: string,
	pattern: RegExp,
	texts: readonly string[],
): RegExpMatchArray | undefined {
	return [...words.matchAll(new RegExp(pattern, 'gi'))].find(([match], nth, all) => {
		const start = all[nth]?.index ?? 0;
		const repeats = (text: string) => {
			const from = words.lastIndexOf(text, start);
			return text.length > match.length && from >= 0 && from + text.length >= start + match.length;
		};
		return !texts.some(repeats);
	});
}

/** A server's words, fit to be shown: nothing secret, no tokens, no great length. */
export function redact(words: string, secrets: readonly string[]): string {
	const hidden = secrets
		.filter((secret) => secret.length >= SECRET_LENGTH)
		// A text may be part of another.
		.sort((one, other) => other.length - one.length)
		.reduce((shown, secret) => shown.replaceAll(secret, '[hidden]'), words)
		.replace(OPAQUE, '[hidden]');
	return hidden.length > WORDS_LENGTH ? `${hidden.slice(0, WORDS_LENGTH)}…` : hidden;
}
