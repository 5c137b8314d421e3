import { NodeOperationError, type INode } from 'n8n-workflow';

import { InputError } from './inputError';

/**
 * The error for a trigger that cannot be set up as it is; others stay as they are. It is one
 * sentence, because what n8n shows while a trigger is started or published is the message alone.
 */
export function toSetupError(node: INode, error: unknown): Error {
	if (error instanceof InputError) return new NodeOperationError(node, error.message);
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
