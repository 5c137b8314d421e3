import type { INodeProperties, INodePropertyCollection as Group } from 'n8n-workflow';
import type { ZodIssue, ZodType, ZodTypeDef } from 'zod';

import { InputError } from './inputError';

/** What a parameter must be, whatever an expression or an AI model has made of it. */
export type Schema<Value> = ZodType<Value, ZodTypeDef, unknown>;

/** What is wrong with a value, as it follows its label ("is empty"), and how to fix it. */
interface Problem {
	problem: string;
	fix: string;
}

/** The same as zod takes it: for `refine`, and with the code `custom` for `addIssue`. */
export function issue(problem: string, fix: string) {
	return { message: problem, params: { fix } };
}

/**
 * A parameter's value, as its schema makes it. The schema says problem and fix (`issue`); of all
 * else zod speaks to developers, so that the words come from the type of the field. The label, and
 * the place in a list, come from the form.
 * @throws InputError for the first problem, such as `Card 1, Button 3: 'URL' is empty: enter …`
 */
export function check<Value>(
	property: INodeProperties,
	schema: Schema<Value>,
	given: unknown,
): Value {
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	const [first] = result.error.issues;
	const { where, field } = locate(property, first?.path ?? []);
	const { problem, fix } = wordsOf(first, field);
	throw new InputError(`${where} ${problem}`, fix);
}

/** The error for a parameter whose value fits its schema and cannot be used all the same. */
export function inputError({ displayName }: INodeProperties, problem: string, fix: string) {
	return new InputError(`'${displayName}' ${problem}`, fix);
}

/** What a path within a parameter is called in the form, and the field it leads to. */
function locate(property: INodeProperties, path: readonly (string | number)[]) {
	const places: string[] = [];
	let field: INodeProperties | undefined = property;
	let label = `'${property.displayName}'`;
	for (const step of path) {
		const group: Group | undefined = field && groupOf(field);
		if (typeof step === 'string') {
			field = (group?.values ?? optionsOf(field)).find(({ name }) => name === step);
			label = `'${field?.displayName ?? step}'`;
		} else if (group) {
			places.push(`${group.displayName} ${step + 1}`);
			label = '';
		} else if (field?.type === 'json') {
			places.push(`Entry ${step + 1} of '${field.displayName}'`);
			label = '';
		}
	}
	const place = places.join(', ');
	const where = label === '' || place === '' ? `${place}${label}` : `${place}: ${label}`;
	return { where, field: label === '' ? undefined : field };
}

/** What one entry of a fixedCollection is. */
function groupOf({ options = [] }: INodeProperties): Group | undefined {
	return options.find((option) => 'values' in option);
}

/** The fields of a collection. */
function optionsOf(field: INodeProperties | undefined): INodeProperties[] {
	return field?.options?.filter((option) => 'type' in option) ?? [];
}

function wordsOf(first: ZodIssue | undefined, field: INodeProperties | undefined): Problem {
	const fix: unknown = first?.code === 'custom' ? first.params?.fix : undefined;
	if (first && typeof fix === 'string') return { problem: first.message, fix };
	switch (field?.type) {
		case 'options':
		case 'multiOptions':
			return { problem: "isn't valid", fix: `use ${valuesOf(field)}` };
		case 'boolean':
			return { problem: 'must be true or false', fix: 'turn it on or off' };
		case 'fixedCollection':
			return { problem: "isn't a list", fix: 'remove it and add it again' };
		default:
			return { problem: "isn't valid", fix: 'remove it and add it again' };
	}
}

/** `a, b or c` */
function valuesOf({ options = [] }: INodeProperties): string {
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	return values.join(', ').replace(/, ([^,]*)$/, ' or $1');
}
