import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	UnexpectedError,
	type ExecutionError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type ITaskData,
	type NodeExecutionHint,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { CredentialFields } from './credentialsHelper';
import {
	credentialOf,
	nodeOf,
	servicesFor,
	workflowOf,
	type Loaded,
	type NodeSettings,
	type WorkflowSpec,
} from './workflow';

/** One execution of a workflow, as n8n would store it. */
export interface WorkflowRun {
	run: IRun;
	/** Every run of the node of that name, oldest first; empty when it never ran. */
	runsOf: (name: string) => ITaskData[];
	/** The error the execution ended with, a plain copy of it as n8n stores errors. */
	error: ExecutionError | undefined;
}

/** An execution under way. `cancel` is n8n's Stop button; `done` settles all the same. */
export interface Running<T> {
	done: Promise<T>;
	cancel: () => void;
}

export interface StartSpec extends WorkflowSpec {
	/** The node named here gets the items as if a trigger had emitted them: a `start` node. */
	start: string;
	items: readonly (IDataObject | INodeExecutionData)[];
	mode?: WorkflowExecuteMode;
	executionId?: string;
	n8nUrl?: string;
	/** The execution that a person retries; with the mode `retry`. */
	retryOf?: string;
}

const isItem = (item: IDataObject | INodeExecutionData): item is INodeExecutionData =>
	'json' in item && typeof item.json === 'object';

/** Starts a workflow with n8n-core's own engine. */
export function startWorkflow(loaded: Loaded, spec: StartSpec): Running<WorkflowRun> {
	const mode = spec.mode ?? 'trigger';
	const workflow = workflowOf(loaded, spec);
	const services = servicesFor(loaded, workflow, mode, spec.credentials, spec);
	const items = spec.items.map((item) => (isItem(item) ? item : { json: item }));
	const engine = new WorkflowExecute(
		services,
		mode,
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{ node: nodeOf(workflow, spec.start), data: { main: [items] }, source: null },
				],
			},
		}),
	);
	const execution = engine.processRunExecutionData(workflow);
	return {
		cancel: () => {
			execution.cancel();
		},
		done: execution.then((run) => ({
			run,
			runsOf: (name) => run.data.resultData.runData[name] ?? [],
			error: run.data.resultData.error,
		})),
	};
}

/** What became of one node: its last run, after all its tries. */
export interface NodeRun extends WorkflowRun {
	/** The items on each output. */
	outputs: INodeExecutionData[][];
	/** The json of every item on the first output. */
	items: IDataObject[];
	/** What the editor shows above the output. */
	hints: NodeExecutionHint[];
}

export interface NodeRunSpec {
	/** The `name` in the node's description; the first action node loaded unless told. */
	type?: string;
	name?: string;
	parameters: INodeParameters;
	/** What a person set on the node's Settings tab. */
	settings?: NodeSettings;
	/** Input items: plain json, or whole items to give binary data or pairedItem. */
	items?: StartSpec['items'];
	/** The fields of the credential, for the first credential type loaded. */
	credential?: CredentialFields;
	mode?: WorkflowExecuteMode;
	executionId?: string;
	workflowId?: string;
	/** Where people and Instagram reach this n8n; `http://127.0.0.1:5678` unless told. */
	n8nUrl?: string;
	/** The execution that a person retries; with the mode `retry`. */
	retryOf?: string;
}

/** Starts a workflow of two nodes: one that emits the items, and the node to be tried. */
export function startNode(loaded: Loaded, spec: NodeRunSpec): Running<NodeRun> {
	const type = spec.type ?? loaded.nodes.find((node) => 'execute' in node)?.description.name;
	if (type === undefined) throw new UnexpectedError('No action node was given to the harness');
	const name = spec.name ?? 'Node';
	const { done, cancel } = startWorkflow(loaded, {
		nodes: [
			{ name: 'Start', type: 'start' },
			{ ...spec.settings, name, type, parameters: spec.parameters },
		],
		connections: [{ from: 'Start', to: name }],
		credentials: credentialOf(loaded, spec.credential),
		start: 'Start',
		items: spec.items ?? [{}],
		...(spec.mode && { mode: spec.mode }),
		...(spec.executionId !== undefined && { executionId: spec.executionId }),
		...(spec.workflowId !== undefined && { id: spec.workflowId }),
		...(spec.n8nUrl !== undefined && { n8nUrl: spec.n8nUrl }),
		...(spec.retryOf !== undefined && { retryOf: spec.retryOf }),
	});
	return {
		cancel,
		done: done.then((execution) => {
			const task = execution.runsOf(name).at(-1);
			const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
			return {
				...execution,
				error: execution.error ?? task?.error,
				outputs,
				items: (outputs[0] ?? []).map(({ json }) => json),
				hints: task?.hints ?? [],
			};
		}),
	};
}
