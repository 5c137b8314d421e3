import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { table } from './markdown';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const isProperty = (entry: Entry): entry is INodeProperties => 'type' in entry;
const isCollection = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;
const isChoice = (entry: Entry): entry is INodePropertyOptions => 'value' in entry;

/** What a person can choose in a list. */
export function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter(isChoice);
}

/** The fields inside a collection, whichever kind it is. */
export function fieldsInside({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((entry) => {
		if (isCollection(entry)) return entry.values;
		return isProperty(entry) ? [entry] : [];
	});
}

/** What decides whether a field is shown: the values that each other field may have. */
export function showOf({ displayOptions }: INodeProperties): Partial<Record<string, unknown[]>> {
	return { ...displayOptions?.show };
}

/** The settings of a form as a table, those inside collections included. */
export function fieldTable(fields: INodeProperties[], decided: string[] = []): string {
	return table(['Field', 'Default', 'What it does'], rowsOf(fields, fields, decided, ''));
}

/**
 * @param all where the fields are looked up on which others depend
 * @param decided fields on which others depend, but which the page itself is about
 */
function rowsOf(
	fields: INodeProperties[],
	all: INodeProperties[],
	decided: string[],
	prefix: string,
): string[][] {
	return fields
		.filter(({ type }) => type !== 'notice')
		.flatMap((field) => {
			const inside = fieldsInside(field);
			const label = `${prefix}${field.displayName}`;
			const row = [label, defaultOf(field), meaningOf(field, all, decided)];
			const isOptions = field.type === 'collection';
			const rows = rowsOf(inside, [...inside, ...all], decided, isOptions ? '' : `${label} → `);
			return isOptions ? rows : [row, ...rows];
		});
}

function defaultOf(field: INodeProperties): string {
	const { default: value } = field;
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map((one) => nameOf(field, one)).join(', ');
	if (typeof value !== 'string' || value === '') return '';
	if (value.startsWith('=')) return `\`${value.slice(1)}\``;
	return field.type === 'json' ? '' : nameOf(field, value);
}

function nameOf(field: INodeProperties, value: unknown): string {
	return choicesOf(field).find((choice) => choice.value === value)?.name ?? String(value);
}

function meaningOf(field: INodeProperties, all: INodeProperties[], decided: string[]): string {
	const { description, hint } = field;
	const said = sentences(conditionOf(field, all, decided), description, hint);
	const choices = choicesOf(field).map(({ name, description }) =>
		description === undefined ? `– ${name}` : `– ${name}: ${description}`,
	);
	return [said, ...choices].filter((line) => line !== '').join('\n');
}

/** When a field is shown, where that is not always. */
function conditionOf(
	field: INodeProperties,
	all: INodeProperties[],
	decided: string[],
): string | undefined {
	const conditions = Object.entries(showOf(field)).flatMap(([path, values = []]) => {
		const name = path.replace(/^\//, '');
		if (decided.includes(name)) return [];
		const other = all.find((one) => one.name === name);
		if (other === undefined) return [];
		return [`${other.displayName} is ${values.map((value) => said(other, value)).join(' or ')}`];
	});
	return conditions.length === 0 ? undefined : `When ${conditions.join(' and ')}`;
}

function said(field: INodeProperties, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	return nameOf(field, value);
}

function sentences(...parts: (string | undefined)[]): string {
	return parts
		.flatMap((part) => (part === undefined || part === '' ? [] : [part]))
		.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
