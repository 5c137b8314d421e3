import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { isRecord, readAnswer } from './errors/errorBody';
import type { Complaint } from './errors/errorBody';
import { meaningOf, reportsSent } from './errors/instagram';
import { meaningOfStatus } from './errors/instantDm';
import { retryAfterSeconds } from './errors/retryAfter';
import { withoutSecrets } from './errors/redact';
import type { Delivery, InstagramError, Scope, Verdict } from './result';

/** n8n's full response: its body is parsed JSON, or text where it is not JSON. */
const fullResponse = z
	.object({ statusCode: z.number(), headers: z.record(z.unknown()).catch({}), body: z.unknown() })
	.transform(({ statusCode, headers, body }) => ({ status: statusCode, headers, body }));

type Answer = z.output<typeof fullResponse>;

/** Takes over a response as n8n's request helpers give it when asked for the full response. */
export function readResponse(response: unknown): Answer {
	return fullResponse.parse(response);
}

/**
 * What an answer of InstantDM means: sent, or why not, whether the message may have arrived all the
 * same, and whether the rest of the run can go on. A refusal by Instagram counts whatever the HTTP
 * status; without one, 4xx was not sent, and nothing certain is known of 5xx or of a success
 * without its JSON.
 * @param now milliseconds since 1970, for a Retry-After date
 * @param secrets what must not be shown if the server repeats it: the key, the message's text
 */
export function judge(answer: Answer, now: number, secrets: readonly string[]): Verdict {
	const { status, body } = answer;
	const success = status >= 200 && status < 300;
	if (success && isRecord(body) && !complains(body)) return { sent: true, answer: asData(body) };
	const complaint = withoutSecrets(readAnswer(body), secrets);
	const { instagram } = complaint;
	if (instagram !== null && reportsSent(instagram)) return sentAllTheSame(instagram);
	const meaning = explain(status, complaint);
	return {
		sent: false,
		failure: {
			error: meaning.error,
			description: details(complaint),
			httpCode: String(status),
			retryable: meaning.retryable,
			delivery: meaning.delivery,
			instagram,
		},
		scope: withRetryAfter(meaning.scope, answer.headers, now),
	};
}

function complains(body: Record<string, unknown>): boolean {
	return Boolean(body.error) || Boolean(body.errors) || body.success === false;
}

/** JSON from the wire is what n8n calls data. */
function asData(body: Record<string, unknown>): IDataObject {
	return Object.assign<IDataObject, Record<string, unknown>>({}, body);
}

function sentAllTheSame(instagram: InstagramError): Verdict {
	return {
		sent: true,
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
	delivery: Delivery;
	scope: Scope;
}

function explain(status: number, { words, instagram }: Complaint): Explanation {
	const delivery = status >= 300 && status < 500 ? 'notSent' : 'unknown';
	if (instagram === null) return { ...meaningOfStatus(status, words), delivery };
	const meaning = meaningOf(instagram);
	if (meaning === undefined) {
		const { code } = instagram;
		const error =
			delivery === 'notSent'
				? `Instagram refused this with an error that is not in its list (code ${String(code)}): see its own words in the details`
				: `Instagram reported an error that is not in its list (code ${String(code)}) and the message may have been sent: look at the conversation before you send it again`;
		return { error, retryable: false, delivery, scope: { kind: 'item' } };
	}
	return { ...meaning, delivery: meaning.refused ? 'notSent' : 'unknown' };
}

function details({ words, instagram }: Complaint): string | null {
	const said = words === null ? null : `“${words}”`;
	if (instagram === null) return said === null ? null : `InstantDM said: ${said}`;
	const numbers = [
		`code ${String(instagram.code)}`,
		...(instagram.subcode === null ? [] : [`subcode ${instagram.subcode}`]),
		...(instagram.traceId === null ? [] : [`trace ${instagram.traceId}`]),
	].join(', ');
	return `Instagram said: ${said ?? 'no words'} (${numbers})`;
}

function withRetryAfter(scope: Scope, headers: Answer['headers'], now: number): Scope {
	if (scope.kind !== 'limit') return scope;
	return { ...scope, retryAfterSeconds: retryAfterSeconds(headers['retry-after'], now) };
}
