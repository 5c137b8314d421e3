import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const nodeSchema = z
	.object({ name: z.string(), type: z.string(), webhookId: z.string().optional() })
	.passthrough();
/** A workflow's file; what is not spelt out passes. */
export const workflowSchema = z
	.object({ name: z.string(), nodes: z.array(nodeSchema), connections: z.record(z.unknown()) })
	.passthrough();

/** A workflow as the editor exports it; only what matters here is spelt out. */
export type WorkflowFile = z.infer<typeof workflowSchema>;
/** One node of it. */
export type WorkflowNode = z.infer<typeof nodeSchema>;

const PACKAGE = 'n8n-nodes-instantdm.';
const TRIGGER = `${PACKAGE}instantDmTrigger`;
const ACTION = `${PACKAGE}instantDm`;

/** Reads an exported workflow. */
export async function readWorkflow(file: string): Promise<WorkflowFile> {
	return workflowSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The trigger node, listening to comments unless told. */
export function trigger(parameters: object = {}): WorkflowNode {
	const settings = { events: ['comment'], ...parameters };
	return { ...node('InstantDM Trigger', TRIGGER, settings), typeVersion: 2 };
}

/** An action node; `settings` are those of n8n's Settings tab (Retry On Fail, On Error …). */
export function action(name: string, parameters: object, settings: object = {}): WorkflowNode {
	return { ...node(name, ACTION, parameters), ...settings };
}

/** Any node, at version 1. */
export function node(name: string, type: string, parameters: object): WorkflowNode {
	// A webhook's address is made of the webhookId; other nodes do not mind it.
	const ids = { id: randomUUID(), webhookId: randomUUID() };
	return { ...ids, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** A workflow in which each node feeds the next. */
export function chain(name: string, ...nodes: WorkflowNode[]): WorkflowFile {
	const connections: WorkflowFile['connections'] = {};
	nodes.forEach((from, index) => {
		const to = nodes[index + 1];
		if (to) connections[from.name] = { main: [[{ node: to.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** The same workflow with the credential chosen in each of this package's nodes. */
export function withCredential(workflow: WorkflowFile, credentialId: string): WorkflowFile {
	const credentials = { instantDmApi: { id: credentialId, name: 'InstantDM' } };
	const nodes = workflow.nodes.map((each) =>
		each.type.startsWith(PACKAGE) ? { ...each, credentials } : each,
	);
	return { ...workflow, nodes };
}

/** The trigger's Production URL, as its panel shows it. */
export function productionUrl(n8nUrl: string, { nodes }: WorkflowFile): string {
	const webhookId = nodes.find(({ type }) => type === TRIGGER)?.webhookId;
	if (webhookId === undefined) throw new Error('The workflow has no InstantDM Trigger');
	return `${n8nUrl}/webhook/${webhookId}/webhook`;
}
