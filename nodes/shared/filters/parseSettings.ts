import { NodeOperationError, type INode, type INodeProperties } from 'n8n-workflow';
import type { ZodIssueOptionalMessage, ZodParsedType, ZodType, ZodTypeDef } from 'zod';

import { SetupError } from './setupError';

/**
 * A trigger's parameters, defaults filled in. Each message of the schema goes on from the label:
 * "must contain only digits".
 * @param properties the form, for the labels
 * @param parameters as n8n hands them out: expressions may have turned them into anything
 * @throws SetupError naming the setting by its label
 */
export function parseSettings<Settings>(
	schema: ZodType<Settings, ZodTypeDef, unknown>,
	properties: readonly INodeProperties[],
	parameters: Record<keyof Settings, unknown>,
): Settings {
	const parsed = schema.safeParse(parameters, { errorMap: (issue) => ({ message: what(issue) }) });
	if (parsed.success) return parsed.data;
	const [{ path, message } = { path: [], message: "aren't valid" }] = parsed.error.issues;
	throw new SetupError(
		`'${labelOf(properties, path)}' ${message}`,
		'Open the trigger, fix it and publish again.',
	);
}

/** What a setting must be that has no message of its own; zod speaks to developers. */
function what(issue: ZodIssueOptionalMessage): string {
	switch (issue.code) {
		case 'invalid_enum_value':
			return `must be ${listed(issue.options.map(String))}`;
		case 'invalid_union':
			return 'must be text';
		case 'invalid_type':
			return `must be ${TYPES[issue.expected] ?? 'of another type'}`;
		default:
			return "isn't valid";
	}
}

const TYPES: Partial<Record<ZodParsedType, string>> = {
	array: 'a list',
	boolean: 'true or false',
	number: 'a number',
	object: 'a collection of options',
	string: 'text',
};

/** `a, b or c` */
function listed(options: readonly string[]): string {
	return options.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/** The label of a field, or of an option in a collection. */
function labelOf(
	properties: readonly INodeProperties[],
	[name, ...within]: readonly (string | number)[],
): string {
	const property = properties.find((each) => each.name === name);
	if (!property) return 'Settings';
	const options = (property.options ?? []).filter(
		(each) => 'displayName' in each && 'type' in each,
	);
	const isNested = options.some((option) => option.name === within[0]);
	return isNested ? labelOf(options, within) : property.displayName;
}

/** The error that n8n shows for settings that cannot be used; others stay as they are. */
export function setupNodeError(node: INode, error: unknown): Error {
	if (error instanceof SetupError) {
		return new NodeOperationError(node, error.message, { description: error.hint });
	}
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
