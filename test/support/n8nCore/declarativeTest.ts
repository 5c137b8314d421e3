import { get } from 'lodash';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	type ICredentialTestRequest,
	type ICredentialType,
	type ICredentialsDecrypted,
	type INodeCredentialTestResult,
	type INodeType,
} from 'n8n-workflow';
import { z } from 'zod';

import type { CredentialFields } from './credentialsHelper';
import { nodeOf, servicesFor, workflowOf } from './workflow';

/** The node n8n makes up for a declarative test: one hidden field that carries the request. */
function probe(type: ICredentialType, test: ICredentialTestRequest): INodeType {
	return {
		description: {
			name: 'noOp',
			displayName: 'No Operation',
			description: '',
			group: ['organization'],
			version: 1,
			defaults: { name: 'No Operation' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
}

const failureSchema = z.object({
	message: z.string(),
	cause: z
		.object({
			code: z.string().optional().catch(undefined),
			response: z
				.object({ status: z.number(), statusText: z.string().optional().catch(undefined) })
				.optional()
				.catch(undefined),
		})
		.optional()
		.catch(undefined),
});

/** The sentence for a request that failed: a rule's own, else the status, else the network's code. */
function explain(error: unknown, test: ICredentialTestRequest): string {
	const { message, cause } = failureSchema.parse(error);
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	for (const rule of test.rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	if (status < 199 || status > 299) return statusText ?? `Received HTTP status code: ${status}`;
	return message;
}

/** Runs a credential type's own `test`: a request and rules for its answer. */
export async function declarativeTest(
	type: ICredentialType,
	test: ICredentialTestRequest,
	credential: ICredentialsDecrypted,
	fields: CredentialFields,
): Promise<INodeCredentialTestResult> {
	const nodeType = probe(type, test);
	const loaded = { nodes: [nodeType], credentialTypes: [type] };
	const credentials = { [type.name]: fields };
	const workflow = workflowOf(loaded, {
		nodes: [{ name: 'Temp-Node', type: 'noOp' }],
		credentials,
	});
	const node = nodeOf(workflow, 'Temp-Node');
	const services = servicesFor(loaded, workflow, 'internal', credentials);
	services.currentNodeParameters = node.parameters;
	const context = new ExecuteContext(
		workflow,
		node,
		services,
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const routing = new RoutingNode(context, nodeType, credential);
	let response;
	try {
		response = await routing.runNode();
	} catch (error) {
		return { status: 'Error', message: explain(error, test) };
	}
	const answer = response?.[0]?.[0]?.json;
	for (const rule of test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const expected: unknown = rule.properties.value;
		if (get(answer, rule.properties.key) === expected) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}
