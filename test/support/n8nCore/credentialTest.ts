import { CredentialTestContext } from 'n8n-core';
import {
	UnexpectedError,
	type ICredentialTestFunction,
	type ICredentialsDecrypted,
	type INodeCredentialTestResult,
} from 'n8n-workflow';

import { CredentialsInMemory, type CredentialFields } from './credentialsHelper';
import { declarativeTest } from './declarativeTest';
import { servicesFor, workflowOf, type Loaded } from './workflow';

/** The function a node names in its credential's `testedBy`, of the first node that names one. */
function testFunction({ nodes }: Loaded, credentialType: string): ICredentialTestFunction {
	for (const { description, methods } of nodes) {
		for (const { name, testedBy } of description.credentials ?? []) {
			if (name !== credentialType || typeof testedBy !== 'string') continue;
			const found = methods?.credentialTest?.[testedBy];
			if (found) return found;
		}
	}
	throw new UnexpectedError(`No testing function found for "${credentialType}"`);
}

/**
 * Presses Test on a credential, as n8n's CredentialsTester service does: the type's own `test` if
 * it has one, else the function its nodes name. Fields left out take their defaults first.
 */
export async function testCredential(
	loaded: Loaded,
	fields: CredentialFields,
): Promise<INodeCredentialTestResult> {
	const [type] = loaded.credentialTypes;
	if (!type) throw new UnexpectedError('No credential type was given to the harness');
	const { name, test } = type;
	const stored = new Map([[name, fields]]);
	const data = new CredentialsInMemory([type], stored).withDefaults(name, fields);
	const credential: ICredentialsDecrypted = { id: name, name, type: name, data };
	if (test) return await declarativeTest(type, test, credential, fields);
	const services = servicesFor(loaded, workflowOf(loaded, { nodes: [] }), 'internal');
	const run = testFunction(loaded, name);
	return await run.call(new CredentialTestContext(services), credential);
}
