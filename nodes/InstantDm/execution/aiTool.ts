import type { IExecuteFunctions } from 'n8n-workflow';

import { withNote, type Outcome } from './outcome';

/**
 * Whether an AI agent runs the node as its tool: n8n makes a second node type of each node that is
 * `usableAsTool`, and its Agents run any node by itself, outside of an execution. What the context
 * says of it differs between versions and agents.
 */
export function isAiTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool') || storeOf(context) === null;
}

/** Where n8n keeps what a node puts there for the execution; null where there is none. */
export function storeOf(context: IExecuteFunctions): Record<string, unknown> | null {
	try {
		return context.getContext('node');
	} catch {
		return null;
	}
}

const STOP =
	'Do not call this again: the person could get the same message twice. Tell the user what happened instead.';

/**
 * The outcome as a model should read it. It calls a failed tool again, in other words even, unless
 * it is told not to.
 */
export function forModel(outcome: Outcome): Outcome {
	if (outcome.ok || outcome.failure.delivery === 'notSent') return outcome;
	return { ...outcome, failure: withNote(outcome.failure, STOP) };
}
