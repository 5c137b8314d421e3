import { LoadOptionsContext } from 'n8n-core';
import {
	UnexpectedError,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
} from 'n8n-workflow';

import type { CredentialFields } from './credentialsHelper';
import { credentialOf, named, nodeOf, servicesFor, workflowOf, type Loaded } from './workflow';

export interface ListSpec {
	/** The `name` in the node's description; the first node that has such a method unless told. */
	type?: string;
	/** The method's name. */
	method: string;
	/** What the form holds so far. */
	parameters?: INodeParameters;
	credential?: CredentialFields;
}

class Context extends LoadOptionsContext {
	override getWorkflow() {
		return named(super.getWorkflow());
	}
}

/** n8n makes a workflow of the node alone, as the form has it. */
function contextOf(loaded: Loaded, spec: ListSpec, type: string): Context {
	const { parameters = {} } = spec;
	const credentials = credentialOf(loaded, spec.credential);
	const nodes = [{ name: 'Temp-Node', type, parameters }];
	const workflow = workflowOf(loaded, { nodes, credentials });
	const services = servicesFor(loaded, workflow, 'internal', credentials);
	services.currentNodeParameters = parameters;
	return new Context(workflow, nodeOf(workflow, 'Temp-Node'), services, '');
}

/** The method and the node that has it. */
function find<Method>(
	{ nodes }: Loaded,
	{ type, method }: ListSpec,
	among: (methods: NonNullable<INodeType['methods']>) => Record<string, Method> | undefined,
): { run: Method; type: string } {
	for (const { methods, description } of nodes) {
		if (!methods || (type ?? description.name) !== description.name) continue;
		const run = among(methods)?.[method];
		if (run) return { run, type: description.name };
	}
	throw new UnexpectedError(`No node has the method ${method}`);
}

/** What a resource locator's list shows, as n8n's editor asks for it: by page, by what is typed. */
export async function listSearch(
	loaded: Loaded,
	spec: ListSpec & { filter?: string; paginationToken?: string },
): Promise<INodeListSearchResult> {
	const { run, type } = find(loaded, spec, (methods) => methods.listSearch);
	return await run.call(contextOf(loaded, spec, type), spec.filter, spec.paginationToken);
}

/** The options of a field that are loaded from the account. */
export async function loadOptions(loaded: Loaded, spec: ListSpec): Promise<INodePropertyOptions[]> {
	const { run, type } = find(loaded, spec, (methods) => methods.loadOptions);
	return await run.call(contextOf(loaded, spec, type));
}
