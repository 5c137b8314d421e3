import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { apiEndpoint } from './credential';
import type { Access } from './credential';
import { judge, readResponse } from './judge';
import { judgeNetworkFailure } from './errors/network';
import type { RequestBody } from '../../InstantDm/resources/requestBodies';
import type { Verdict } from './result';

const CREDENTIAL = 'instantDmApi';

/**
 * One call to InstantDM. It never throws for anything that the network or the server does: the
 * verdict says what happened.
 * @param access the credential, read once for a run (`readAccess`)
 * @param timeoutMs how long to wait for the answer, in milliseconds
 */
export async function post(
	context: IExecuteFunctions,
	access: Access,
	body: RequestBody,
	timeoutMs: number,
): Promise<Verdict> {
	const request: IHttpRequestOptions = {
		method: 'POST',
		url: apiEndpoint(access.baseUrl),
		body,
		json: true,
		timeout: timeoutMs,
		returnFullResponse: true,
		// All statuses are judged here; besides, n8n repeats a call by itself when 401 throws.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	let response: unknown;
	try {
		response = await context.helpers.httpRequestWithAuthentication.call(
			uninterrupted(context),
			CREDENTIAL,
			request,
			// Otherwise n8n would read and decrypt the credential anew for each message.
			{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: { ...access } } },
		);
	} catch (error) {
		return judgeNetworkFailure(error);
	}
	return judge(readResponse(response), Date.now(), [access.apiKey, ...texts(body)]);
}

/** The texts that a server might repeat in its complaint. */
function texts(body: RequestBody): string[] {
	const text = body.action === 'post_comment' ? body.comment_text : body.message.text;
	return typeof text === 'string' ? [text] : [];
}

/**
 * The context without its cancel signal: n8n aborts the request when an execution is cancelled, and
 * a send that is cut in two may or may not have arrived. The delivery decides when to stop.
 */
function uninterrupted(context: IExecuteFunctions): IExecuteFunctions {
	return new Proxy(context, {
		get: (target, name): unknown =>
			name === 'getExecutionCancelSignal' ? () => undefined : Reflect.get(target, name),
	});
}
