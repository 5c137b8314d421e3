import { NodeOperationError, type INode } from 'n8n-workflow';

import { InputError } from './inputError';

/**
 * The error for a trigger that cannot be set up as it is, in one sentence; others stay as they are.
 */
export function toSetupError(node: INode, error: unknown): Error {
	if (error instanceof InputError) return new NodeOperationError(node, error.message);
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
