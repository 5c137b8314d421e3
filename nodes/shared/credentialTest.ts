import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { authHeaders, readAccess, urlOf } from './api/credential';
import { networkFailure } from './api/errors/network';
import { FailedCall } from './api/failedCall';
import { judge, readResponse } from './api/judge';
import { messageRequest } from './api/request';
import { isObject } from './json/exactJson';

const TIMEOUT_MS = 15_000;

/** An action that does not exist: nothing is sent, so that it may be asked again. */
const probe = { ...messageRequest({ action: 'credential_test' }), repeatable: true };

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
			'The API Key is empty: create one in InstantDM under Settings → Integrations → API Keys',
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
		return failed(networkFailure(error, probe).message);
	}
	const answer = readResponse(response);
	if (answer.status === 400 && isObject(answer.body)) return CONNECTED;
	try {
		judge(answer, probe, access.apiKey, Date.now());
		return CONNECTED;
	} catch (error) {
		return failed(error instanceof FailedCall ? error.message : String(error));
	}
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** The `methods` of a node with this credential, which names the function in its `testedBy`. */
export const credentialTest = { instantDmApiTest };
