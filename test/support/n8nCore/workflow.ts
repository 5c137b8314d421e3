import { groupBy, mapValues, range } from 'lodash';
import { ExecutionLifecycleHooks, ExternalSecretsProxy, type ExecuteContext } from 'n8n-core';
import {
	UnexpectedError,
	Workflow,
	type IConnection,
	type IConnections,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialsInMemory, type CredentialFields } from './credentialsHelper';
import { nodeTypesOf } from './nodeTypes';

/** The node and credential types under test, as n8n would have loaded them from the package. */
export interface Loaded {
	nodes: readonly INodeType[];
	credentialTypes: readonly ICredentialType[];
}

/** What a person sets on a node's Settings tab. */
export type NodeSettings = Pick<
	INode,
	| 'onError'
	| 'retryOnFail'
	| 'maxTries'
	| 'waitBetweenTries'
	| 'executeOnce'
	| 'alwaysOutputData'
	| 'continueOnFail'
	| 'disabled'
	| 'webhookId'
>;

/** One node of a workflow: `type` is the `name` in its description, or `start` or `loop`. */
interface NodeSpec extends NodeSettings {
	name: string;
	type: string;
	parameters?: INodeParameters;
}

/** A line on the canvas, from an output (0 unless told) to the other node's input. */
interface ConnectionSpec {
	from: string;
	output?: number;
	to: string;
}

export interface WorkflowSpec {
	nodes: readonly NodeSpec[];
	connections?: readonly ConnectionSpec[];
	/** Stored credentials by type; every node that knows the type uses it. */
	credentials?: Readonly<Record<string, CredentialFields>>;
	id?: string;
	staticData?: IDataObject;
}

/** The given fields as the stored credential of the first credential type loaded. */
export function credentialOf(
	{ credentialTypes: [type] }: Loaded,
	fields: CredentialFields | undefined,
): Record<string, CredentialFields> {
	return fields && type ? { [type.name]: fields } : {};
}

function connect(connections: readonly ConnectionSpec[]): IConnections {
	const lines = groupBy(connections, ({ from }) => from);
	return mapValues(lines, (fromHere) => {
		const highest = Math.max(...fromHere.map(({ output = 0 }) => output));
		const main = range(highest + 1).map((index) =>
			fromHere
				.filter(({ output = 0 }) => output === index)
				.map(({ to }): IConnection => ({ node: to, type: 'main', index: 0 })),
		);
		return { main };
	});
}

/** The workflow as n8n holds it in memory: defaults filled in, credentials attached. */
export function workflowOf(loaded: Loaded, spec: WorkflowSpec): Workflow {
	const nodeTypes = nodeTypesOf(loaded.nodes);
	const nodes = spec.nodes.map(({ parameters = {}, ...node }, index): INode => {
		const uses = nodeTypes.getByNameAndVersion(node.type).description;
		const credentials = (uses.credentials ?? [])
			.filter(({ name }) => spec.credentials?.[name])
			.map(({ name }) => [name, { id: name, name }] as const);
		return {
			...node,
			id: `node-${index}`,
			typeVersion: [uses.version].flat().at(-1) ?? 1,
			position: [index * 200, 0],
			parameters,
			...(credentials.length > 0 && { credentials: Object.fromEntries(credentials) }),
		};
	});
	return new Workflow({
		id: spec.id ?? 'workflow',
		name: 'Harness',
		nodes,
		connections: connect(spec.connections ?? []),
		active: true,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		...(spec.staticData && { staticData: spec.staticData }),
	});
}

/** The node of that name, which is known to be there because the harness put it there. */
export function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (!node) throw new UnexpectedError(`No node "${name}" in the workflow`);
	return node;
}

/** A workflow without a name has none in n8n-workflow's types, rather than an undefined one. */
export const named = ({ id, name = '', active }: ReturnType<ExecuteContext['getWorkflow']>) => ({
	id,
	name,
	active,
});

interface Environment {
	/** A new one unless told. */
	executionId?: string;
	/** Where people and Instagram reach this n8n, without a slash at the end. */
	n8nUrl?: string;
	/** The execution that a person retries. */
	retryOf?: string;
}

let executions = 0;

const absent = (what: string) => () =>
	Promise.reject(new UnexpectedError(`The harness has no ${what}`));

/** n8n's services as far as a node can reach them. Every call is a new execution. */
export function servicesFor(
	loaded: Loaded,
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	credentials: WorkflowSpec['credentials'] = {},
	{
		executionId = String(++executions),
		n8nUrl: base = 'http://127.0.0.1:5678',
		retryOf,
	}: Environment = {},
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: new CredentialsInMemory(
			loaded.credentialTypes,
			new Map(Object.entries(credentials)),
		),
		executionId,
		workflowId: workflow.id,
		currentNodeExecutionIndex: 0,
		variables: {},
		hooks: new ExecutionLifecycleHooks(
			mode,
			executionId,
			{
				id: workflow.id,
				name: 'Harness',
				active: true,
				isArchived: false,
				activeVersionId: null,
				createdAt: new Date(0),
				updatedAt: new Date(0),
				nodes: Object.values(workflow.nodes),
				connections: workflow.connectionsBySourceNode,
			},
			retryOf,
		),
		externalSecretsProxy: new ExternalSecretsProxy(),
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		logAiEvent: () => undefined,
		executeWorkflow: absent('sub-workflows'),
		getRunExecutionData: absent('stored executions'),
		getRuntimeCredential: absent('runtime credentials'),
		startRunnerTask: absent('task runners'),
	};
}
