import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { authHeaders, readAccess, urlOf, type Access } from './api/credential';
import { baseUrlOf } from './api/errors/meaning';
import { networkFailure } from './api/errors/network';
import { FailedCall } from './api/failedCall';
import { judge, readResponse } from './api/judge';
import { messageRequest, type ApiRequest } from './api/request';
import { sentences } from './api/result';
import { accountDetails } from './api/routes';
import { isObject, type JsonObject } from './json/exactJson';
import { InputError } from './parameters/inputError';

const TIMEOUT_MS = 15_000;

/** An action that does not exist: nothing is sent, so that it may be asked again. */
const unknownAction = { ...messageRequest({ action: 'credential_test' }), repeatable: true };

/** One call for each base URL. */
const PROBES: ApiRequest[] = [unknownAction, accountDetails()];

/**
 * The test of the credential. It sends no message and spends no credit: it asks the one API for an
 * action that does not exist, which InstantDM refuses with 400 only once key and plan are good, and
 * reads the account from the other.
 * A function of the nodes, although n8n prefers a `test` in the credential (nodes/README.md).
 */
async function instantDmApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	let access: Access;
	try {
		access = readAccess(credential.data);
	} catch (error) {
		return failed(error instanceof InputError ? error.message : String(error));
	}
	if (access.apiKey === '') {
		return failed(
			'The API Key is empty: create one in InstantDM under Settings → Integrations → API Keys',
		);
	}
	const failures = await Promise.all(
		PROBES.map(async (probe) => {
			try {
				await call(this, access, probe);
				return [];
			} catch (error) {
				return [{ probe, error }];
			}
		}),
	);
	return failures.flat().length === 0
		? { status: 'OK', message: 'Connection successful!' }
		: failed(sentenceOf(failures.flat()));
}

/** Makes one call, as `call` does for a node. */
async function call(
	{ helpers }: ICredentialTestFunctions,
	access: Access,
	probe: ApiRequest,
): Promise<JsonObject> {
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
			...(probe.body && { body: JSON.stringify(probe.body) }),
			timeout: TIMEOUT_MS,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		});
	} catch (error) {
		throw networkFailure(error, probe);
	}
	const answer = readResponse(response);
	if (probe === unknownAction && answer.status === 400 && isObject(answer.body)) return answer.body;
	return judge(answer, probe, access.apiKey, Date.now());
}

interface ProbeFailure {
	probe: ApiRequest;
	error: unknown;
}

/** What went wrong, and at which base URL, unless both failed in the same way. */
function sentenceOf(failures: ProbeFailure[]): string {
	const [first] = failures;
	const codes = failures.map(({ error }) => error instanceof FailedCall && error.failure.httpCode);
	if (first && codes.length > 1 && codes[0] !== null && codes[0] === codes[1]) {
		return messageOf(first);
	}
	const each = failures.map((failure) => {
		const { field } = baseUrlOf(failure.probe);
		const message = messageOf(failure);
		const isNamed = message.includes(`the ${field}`) || message.includes(`'${field}'`);
		return isNamed ? message : `${message} (${field})`;
	});
	return each.length === 1 ? each.join('') : sentences(...each);
}

function messageOf({ error }: ProbeFailure): string {
	return error instanceof Error ? error.message : String(error);
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** The `methods` of a node with this credential, which names the function in its `testedBy`. */
export const credentialTest = { instantDmApiTest };
