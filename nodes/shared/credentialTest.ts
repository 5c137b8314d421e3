import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { authHeaders, readAccess, urlOf } from './api/credential';
import { judgeNetworkFailure } from './api/errors/network';
import { judge, readResponse } from './api/judge';
import { webhookCall } from './api/request';
import type { Result } from './api/result';
import { isRecord } from './json/isRecord';

const TIMEOUT_MS = 15_000;

const probe = webhookCall({ action: 'credential_test' });

const CONNECTED: INodeCredentialTestResult = {
	status: 'OK',
	message: 'Connection successful!',
};

/**
 * The test of the credential. It sends no message and spends no credit: it asks for an action that
 * does not exist, which InstantDM refuses with 400 only once key and plan are good. A function of
 * the nodes instead of a `test` in the credential, because n8n shows nothing but the error's code
 * ("ECONNREFUSED") for a host that cannot be reached.
 */
async function instantDmApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const access = readAccess(credential.data);
	if (access.apiKey === '') {
		return failed(
			'The API Key is empty: copy it from InstantDM under Settings → Integrations → API Keys',
		);
	}
	const { helpers } = this;
	let response: unknown;
	try {
		response = await helpers.request({
			method: probe.method,
			uri: urlOf(access, probe),
			headers: {
				...authHeaders(access),
				accept: 'application/json',
				'content-type': 'application/json',
			},
			body: JSON.stringify(probe.body),
			timeout: TIMEOUT_MS,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		});
	} catch (error) {
		return judgement(judgeNetworkFailure(error));
	}
	const answer = readResponse(response);
	if (answer.status === 400 && isRecord(answer.body)) return CONNECTED;
	return judgement(judge(answer, Date.now(), [access.apiKey]));
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** What became of a call that was no message: nothing can have been sent by it. */
function judgement(result: Result): INodeCredentialTestResult {
	if (result.ok) return CONNECTED;
	const { delivery, error, httpCode } = result.failure;
	if (delivery !== 'unknown') return failed(error);
	if (httpCode === null) {
		return failed('InstantDM did not answer in time: check the Base URL, or try again later');
	}
	return failed(
		Number(httpCode) >= 500
			? `InstantDM has a problem of its own (${httpCode}): try again later`
			: 'Something answers at the Base URL, but it is not InstantDM: check the address',
	);
}

/** What a node with this credential takes over as its `methods`, named in its `testedBy`. */
export const credentialTest = { instantDmApiTest };
