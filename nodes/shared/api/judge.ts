import { isEmpty } from 'lodash';
import { z } from 'zod';

import { isObject, parseJson } from '../json/exactJson';
import type { Json, JsonObject } from '../json/exactJson';
import { errorBody } from './errors/errorBody';
import type { ErrorBody } from './errors/errorBody';
import { errorInWords, meaningOf, reportsSent } from './errors/instagram';
import { meaningOfStatus } from './errors/instantDm';
import { refused, uncertain, type Asked, type Meaning } from './errors/meaning';
import { redact, textsIn } from './errors/redact';
import { retryAfterSeconds } from './errors/retryAfter';
import { FailedCall } from './failedCall';
import type { ApiRequest } from './request';
import type { InstagramError } from './result';

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
 * What an answer of InstantDM means: done, or why not, whether it may have been done all the same,
 * and whether the rest of the run can go on. A refusal that Instagram lists counts whatever the
 * HTTP status; without one, 4xx was not done, and nothing certain is known of 5xx or of a success
 * without its JSON.
 * @param request what was asked; its texts are hidden where the server repeats them
 * @param apiKey hidden as well
 * @param now milliseconds since 1970, for a Retry-After date
 * @returns the answer of a call that succeeded
 * @throws FailedCall
 */
export function judge(
	answer: Answer,
	request: ApiRequest,
	apiKey: string,
	now: number,
): JsonObject {
	const { status, body } = answer;
	const success = status >= 200 && status < 300;
	if (success && isObject(body) && !saysFailed(body)) return body;
	const secrets = [apiKey, ...textsIn(request.body)];
	const said = withInstagram(redact(errorBody(body), secrets), status);
	const { instagram } = said;
	if (instagram !== null && reportsSent(instagram) && !request.repeatable) {
		return sentAllTheSame(instagram);
	}
	const { scope, hourly = false, ...meaning } = explain(status, said, request);
	const failure = {
		...meaning,
		details: details(said, meaning.advice),
		httpCode: String(status),
		retryAt: null,
		instagram,
	};
	const retryAfter = retryAfterSeconds(answer.headers['retry-after'], now);
	const limit = scope === 'limit' ? { retryAfterSeconds: retryAfter, hourly } : null;
	throw new FailedCall(failure, scope, limit);
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
function withInstagram(said: ErrorBody, status: number): ErrorBody {
	const repeats = said.instagram?.code === status && status >= 400;
	return { ...said, instagram: (repeats ? null : said.instagram) ?? errorInWords(said.words) };
}

function sentAllTheSame(instagram: InstagramError): JsonObject {
	return {
		message: 'Sent. Instagram reported 1/1357046 but delivered the message.',
		instagram: { ...instagram },
	};
}

function explain(status: number, said: ErrorBody, asked: Asked): Meaning {
	const { instagram } = said;
	if (instagram === null) return meaningOfStatus(status, said, asked);
	const meaning = meaningOf(instagram, status, asked);
	if (meaning !== undefined) return meaning;
	if (status === 401 || status === 402) return meaningOfStatus(status, said, asked);
	const code = `code ${String(instagram.code)}`;
	return status >= 300 && status < 500
		? refused(`Instagram refused this (${code})`, 'see Details for its explanation')
		: uncertain(asked, `Instagram reported an error (${code})`);
}

function details({ words, instagram }: ErrorBody, advice: string): string | null {
	if (words !== null && advice.includes(words)) return null;
	const said = words === null ? null : `“${words}”`;
	if (instagram === null) return said === null ? null : `InstantDM said: ${said}`;
	const numbers = [
		`code ${String(instagram.code)}`,
		...(instagram.subcode === null ? [] : [`subcode ${instagram.subcode}`]),
		...(instagram.traceId === null ? [] : [`trace ${instagram.traceId}`]),
	].join(', ');
	return `Instagram said: ${said ?? 'no explanation'} (${numbers})`;
}
