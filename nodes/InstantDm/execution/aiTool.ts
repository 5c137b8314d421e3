import type { INode } from 'n8n-workflow';

import { withNote, type Outcome } from './outcome';

/**
 * Whether an AI agent runs the node as its tool: n8n makes a second node type of each node that is
 * `usableAsTool`. What the context says of it differs between versions and agents.
 */
export function isAiTool({ type }: INode): boolean {
	return type.endsWith('Tool');
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
