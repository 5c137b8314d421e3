import { NodeOperationError, type INode } from 'n8n-workflow';
import type { ZodType, ZodTypeDef } from 'zod';

import { SetupError } from './setupError';

/**
 * A trigger's parameters, defaults filled in.
 * @param parameters as n8n hands them out: expressions may have turned them into anything
 * @throws SetupError naming the setting
 */
export function parseSettings<Settings>(
	schema: ZodType<Settings, ZodTypeDef, unknown>,
	parameters: Record<keyof Settings, unknown>,
): Settings {
	const parsed = schema.safeParse(parameters);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const setting = issue?.path.filter((step) => typeof step === 'string').join('.') ?? 'settings';
	throw new SetupError(
		`The setting "${setting}" cannot be used: ${issue?.message ?? 'unknown value'}`,
		'Open the trigger, set it again, and publish the workflow once more.',
	);
}

/** The error that n8n shows for settings that cannot be used; others stay as they are. */
export function setupNodeError(node: INode, error: unknown): Error {
	if (error instanceof SetupError) {
		return new NodeOperationError(node, error.message, { description: error.hint });
	}
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
