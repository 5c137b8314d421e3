import { isEmpty } from 'lodash';
import { z } from 'zod';

import { asObject, isObject, parseJson } from '../json/exactJson';
import type { Json, JsonObject } from '../json/exactJson';
import { errorBody } from './errors/errorBody';
import { errorInWords, meaningOf, reportsSent } from './errors/instagram';
import { meaningOfStatus, refusesItself, type Said } from './errors/instantDm';
import type { Asked, Meaning } from './errors/meaning';
import { redact, saidIn, textsIn } from './errors/redact';
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
	const { body } = answer;
	const isSuccess = answer.status >= 200 && answer.status < 300;
	if (isSuccess && isObject(body) && !saysFailed(body)) return body;
	const status = (isSuccess ? refusalWithin(body) : undefined) ?? answer.status;
	const said = saidBy(body, status, request, apiKey);
	const { instagram } = said;
	if (instagram !== null && reportsSent(instagram, request)) return sentAllTheSame(instagram);
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
function saysFailed(body: JsonObject): boolean {
	const { error, errors, success, ok, status, data } = body;
	return (
		errorBody({ error: asObject(data).error }).instagram !== null ||
		isFilled(error) ||
		isFilled(errors) ||
		success === false ||
		ok === false ||
		(typeof status === 'string' && /^(?:error|fail(?:ed|ure)?)$/i.test(status)) ||
		statusesIn(body).some((code) => code >= 400 && code < 600)
	);
}

/** What an answer says that its status is, where it does; NaN is none. */
function statusesIn({ code, status, statusCode, error }: JsonObject): number[] {
	return [code, status, statusCode, asObject(error).code].map((said) =>
		typeof said === 'string' || typeof said === 'number' ? Number(said) : Number.NaN,
	);
}

const isFilled = (value: Json | undefined) =>
	Boolean(value) && !(typeof value === 'object' && isEmpty(value));

/** What InstantDM refuses before it does anything. */
const REFUSED_AT_ONCE = [401, 402, 403, 429];

/** The refusal that an answer with a status of 2xx is, such as by the Open API's `code`. */
function refusalWithin(body: Json): number | undefined {
	const statuses = statusesIn(asObject(body));
	return REFUSED_AT_ONCE.find((status) => statuses.includes(status));
}

/** What an error answer says: judged by the words as they came, shown without what is secret. */
function saidBy(body: Json, status: number, request: ApiRequest, apiKey: string): Said {
	const came = errorBody(body);
	const texts = textsIn(request.body);
	const find = (pattern: RegExp) => saidIn(came.words ?? '', pattern, texts);
	const shown = (words: string | null) =>
		words === null ? null : redact(words, [apiKey, ...texts]);
	// A code that repeats the HTTP status is not Instagram's; words may hold one that is.
	const isStatus = came.instagram?.code === status && status >= 400;
	const error = (isStatus ? null : came.instagram) ?? errorInWords(find);
	const instagram = error && {
		message: came.words,
		traceId: null,
		...error,
	};
	return {
		...came,
		words: shown(came.words),
		instagram: instagram && { ...instagram, message: shown(instagram.message) },
		says: (pattern) => find(pattern) !== undefined,
	};
}

function sentAllTheSame({ code, subcode, ...instagram }: InstagramError): JsonObject {
	return {
		message: `Sent. Instagram reported ${code}/${String(subcode)} but delivered it.`,
		instagram: { code, subcode, ...instagram },
	};
}

function explain(status: number, said: Said, asked: Asked): Meaning {
	const { instagram } = said;
	return instagram === null || refusesItself(status, said)
		? meaningOfStatus(status, said, asked)
		: meaningOf(instagram, status, said, asked);
}

function details({ words, instagram }: Said, advice: string): string | null {
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
