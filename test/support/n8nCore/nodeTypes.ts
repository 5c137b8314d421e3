import {
	NodeConnectionTypes,
	NodeHelpers,
	UnexpectedError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
} from 'n8n-workflow';

/** A node type with nothing particular about it. */
export const describeNode = (name: string, outputs = 1): INodeTypeDescription => ({
	name,
	displayName: name,
	description: '',
	group: ['transform'],
	version: 1,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
	properties: [],
});

/** Hands on what the execution was started with, as a trigger does once its webhook has answered. */
class Start implements INodeType {
	description = describeNode('start');

	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return Promise.resolve([this.getInputData()]);
	}
}

interface LoopState {
	remaining: INodeExecutionData[];
	done: INodeExecutionData[];
}

/**
 * A small Loop Over Items: output 1 gives batch after batch, output 0 everything that came back
 * once no batch is left. Connect output 1 to a node and that node back to this one.
 */
class Loop implements INodeType {
	description: INodeTypeDescription = {
		...describeNode('loop', 2),
		properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
	};

	// Keyed by the execution's own context object, so every execution starts afresh.
	private readonly loops = new WeakMap<object, LoopState>();

	execute = loopOver(this.loops);
}

function loopOver(loops: WeakMap<object, LoopState>) {
	return function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const execution = this.getContext('node');
		const state = loops.get(execution);
		const { remaining, done } = state ?? { remaining: [...this.getInputData()], done: [] };
		if (state) done.push(...this.getInputData());
		loops.set(execution, { remaining, done });
		const batchSize = Number(this.getNodeParameter('batchSize', 0));
		const batch = remaining.splice(0, batchSize);
		return Promise.resolve(batch.length > 0 ? [[], batch] : [done, []]);
	};
}

/** The node types a workflow of the harness may use, by their description's name. */
export function nodeTypesOf(nodes: readonly INodeType[]): INodeTypes {
	const types = new Map<string, INodeType>();
	for (const node of [new Start(), new Loop(), ...nodes]) types.set(node.description.name, node);
	const byName = (name: string): INodeType => {
		const type = types.get(name);
		if (!type) throw new UnexpectedError(`No node type "${name}" was given to the harness`);
		return type;
	};
	return {
		getByName: byName,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(byName(name), version),
		getKnownTypes: () => ({}),
	};
}
