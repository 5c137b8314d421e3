import { isEmpty } from 'lodash';
import { z } from 'zod';

import { isObject, parseJson } from '../json/exactJson';
import type { Json, JsonObject } from '../json/exactJson';
import { errorBody } from './errors/errorBody';
import type { ErrorBody } from './errors/errorBody';
import { errorInWords, meaningOf, reportsSent } from './errors/instagram';
import { meaningOfStatus } from './errors/instantDm';
import { redact } from './errors/redact';
import { retryAfterSeconds } from './errors/retryAfter';
import type { Failure, FailureKind, InstagramError, Result } from './result';

/** n8n's full response. Its body is asked for as text and parsed here, so that ids stay exact. */
const fullResponse = z
	.object({
		statusCode: z.number(),
		headers: z.record(z.unknown()).catch({}),
		body: z
			.string()
			// Where n8n itself plays the server, in an evaluation, the body comes parsed.
			.or(z.record(z.unknown()).transform((parsed) => JSON.stringify(parsed)))
			.catch(''),
	})
	.transform(({ statusCode, headers, body }) => ({
		status: statusCode,
		headers,
		/** JSON, or text where it is not JSON. */
		body: parseJson(body) ?? body,
	}));

export type Answer = z.output<typeof fullResponse>;

/** Accepts a response as n8n's request helpers give it when asked for the full one as text. */
export function readResponse(response: unknown): Answer {
	return fullResponse.parse(response);
}

/**
 * What an answer of InstantDM means: sent, or why not, whether the message may have arrived all the
 * same, and whether the rest of the run can go on. A refusal that Instagram lists counts whatever
 * the HTTP status; without one, 4xx was not sent, and nothing certain is known of 5xx or of a success
 * without its JSON.
 * @param now milliseconds since 1970, for a Retry-After date
 * @param secrets what must not be shown if the server repeats it: the key, the message's text
 */
export function judge(answer: Answer, now: number, secrets: readonly string[]): Result {
	const { status, body } = answer;
	const success = status >= 200 && status < 300;
	if (success && isObject(body) && !saysFailed(body)) return { ok: true, answer: body };
	const said = withInstagram(redact(errorBody(body), secrets), status);
	const { instagram } = said;
	if (instagram !== null && reportsSent(instagram)) return sentAllTheSame(instagram);
	const meaning = explain(status, said);
	return {
		ok: false,
		failure: {
			error: meaning.error,
			description: details(said),
			httpCode: String(status),
			retryable: meaning.retryable,
			delivery: meaning.delivery,
			instagram,
		},
		kind: withRetryAfter(meaning.kind, answer.headers, now),
	};
}

/** Whether an answer with a status of 2xx says all the same that it failed. */
function saysFailed({ error, errors, success, status, code }: JsonObject): boolean {
	return (
		isFilled(error) ||
		isFilled(errors) ||
		success === false ||
		(typeof status === 'string' && /^(?:error|fail(?:ed|ure)?)$/i.test(status)) ||
		(typeof code === 'number' && code >= 400 && code < 600)
	);
}

const isFilled = (value: Json | undefined) =>
	Boolean(value) && !(typeof value === 'object' && isEmpty(value));

/** A code that repeats the HTTP status is not Instagram's; words may hold one that is. */
function withInstagram({ words, instagram }: ErrorBody, status: number): ErrorBody {
	const repeats = instagram?.code === status && status >= 400;
	return { words, instagram: (repeats ? null : instagram) ?? errorInWords(words) };
}

function sentAllTheSame(instagram: InstagramError): Result {
	return {
		ok: true,
		answer: {
			message:
				'Sent. Instagram reported error 1/1357046, which means that the message was sent although its own reply to InstantDM was broken.',
			instagram: { ...instagram },
		},
	};
}

interface Explanation {
	error: string;
	retryable: boolean;
	delivery: Failure['delivery'];
	kind: FailureKind;
}

function explain(status: number, { words, instagram }: ErrorBody): Explanation {
	const delivery = status >= 300 && status < 500 ? 'notSent' : 'unknown';
	const meaning = instagram === null ? undefined : meaningOf(instagram, status);
	if (instagram === null || (meaning === undefined && [401, 402].includes(status))) {
		return { ...meaningOfStatus(status, words), delivery };
	}
	if (meaning === undefined) {
		const { code } = instagram;
		const error =
			delivery === 'notSent'
				? `Instagram refused this with an error that is not in its list (code ${String(code)}): see its own words in the details`
				: `Instagram reported an error that is not in its list (code ${String(code)}) and the message may have been sent: look at the conversation before you send it again`;
		return { error, retryable: false, delivery, kind: { kind: 'item' } };
	}
	return { ...meaning, delivery: meaning.refused ? 'notSent' : 'unknown' };
}

function details({ words, instagram }: ErrorBody): string | null {
	const said = words === null ? null : `“${words}”`;
	if (instagram === null) return said === null ? null : `InstantDM said: ${said}`;
	const numbers = [
		`code ${String(instagram.code)}`,
		...(instagram.subcode === null ? [] : [`subcode ${instagram.subcode}`]),
		...(instagram.traceId === null ? [] : [`trace ${instagram.traceId}`]),
	].join(', ');
	return `Instagram said: ${said ?? 'no words'} (${numbers})`;
}

function withRetryAfter(kind: FailureKind, headers: Answer['headers'], now: number): FailureKind {
	if (kind.kind !== 'limit') return kind;
	return { ...kind, retryAfterSeconds: retryAfterSeconds(headers['retry-after'], now) };
}
