import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { JsonObject } from '../json/exactJson';
import { urlOf } from './credential';
import type { Access } from './credential';
import { networkFailure } from './errors/network';
import { judge, readResponse } from './judge';
import type { ApiRequest } from './request';

const CREDENTIAL = 'instantDmApi';

/** Whatever runs a node, fills its lists or polls for it. */
export type CallContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** An answer, and when it was given: by the server's clock, where its Date tells. */
export interface DatedAnswer {
	answer: JsonObject;
	/** Milliseconds since 1970. */
	date: number | null;
}

/** The answer of `datedCall` without its date. */
export async function call(...asked: Parameters<typeof datedCall>): Promise<JsonObject> {
	return (await datedCall(...asked)).answer;
}

/**
 * One call to InstantDM.
 * @param access the credential, read once for a run (`readAccess`)
 * @param timeoutMs how long the whole call may take, the response to its end
 * @returns InstantDM's answer
 * @throws FailedCall for whatever the network or the server does
 */
export async function datedCall(
	context: CallContext,
	access: Access,
	request: ApiRequest,
	timeoutMs: number,
): Promise<DatedAnswer> {
	const options: IHttpRequestOptions = {
		method: request.method,
		url: urlOf(access, request),
		...(request.query && { qs: request.query }),
		...(request.body && { body: request.body }),
		json: true,
		// n8n would parse the answer and change the last digits of long ids that are bare numbers.
		encoding: 'text',
		timeout: timeoutMs,
		returnFullResponse: true,
		// All statuses are judged here; besides, n8n repeats a call by itself when 401 throws.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	// The request's own timeout counts the silence only: a server that drips would hold it up forever.
	const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
	let response: unknown;
	try {
		response = await context.helpers.httpRequestWithAuthentication.call(
			endedBy(timeout, context),
			CREDENTIAL,
			options,
			// Otherwise n8n would read and decrypt the credential for each call.
			{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: { ...access } } },
		);
	} catch (error) {
		throw networkFailure(timeout.aborted ? TIMED_OUT : error, request);
	}
	const read = readResponse(response);
	return {
		answer: judge(read, request, access.apiKey, Date.now()),
		date: dateIn(read.headers),
	};
}

function dateIn({ date }: Record<string, unknown>): number | null {
	const moment = Date.parse(String(date));
	return Number.isNaN(moment) ? null : moment;
}

/** As the network reports it. */
const TIMED_OUT = { code: 'ETIMEDOUT' };

/**
 * The context with a signal of the call's own instead of n8n's: n8n would abort the request when an
 * execution is cancelled, and a send that is cut in two may or may not have arrived. The run decides
 * when to stop.
 */
function endedBy(signal: AbortSignal, context: CallContext): CallContext {
	const name = 'getExecutionCancelSignal';
	return new Proxy(context, {
		has: (target, key) => key === name || Reflect.has(target, key),
		get: (target, key): unknown => (key === name ? () => signal : Reflect.get(target, key)),
	});
}
