import { NodeOperationError, type INode } from 'n8n-workflow';

/**
 * Something that a person has set and that cannot be used; its message says what is wrong and, after
 * a colon, what to do. Never holds a whole text, a key or a secret.
 */
export class InputError extends Error {
	override readonly name = 'InputError';

	/**
	 * @param title what is wrong
	 * @param advice what to do about it, as it follows a colon; null where there is nothing to do
	 */
	constructor(
		readonly title: string,
		readonly advice: string | null,
	) {
		super(advice === null ? title : `${title}: ${advice}`);
	}
}

/**
 * The error for a trigger that cannot be set up as it is, in one sentence; others stay as they are.
 */
export function toSetupError(node: INode, error: unknown): Error {
	if (error instanceof InputError) return new NodeOperationError(node, error.message);
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
