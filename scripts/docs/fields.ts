import { isEqual, uniq, uniqWith } from 'lodash';
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

/**
 * Fields as a table, those inside collections included.
 * @param form where the fields are looked up on which others depend
 * @param decided names of fields that others depend on, but that the page is about anyway
 */
export function fieldTable(
	fields: INodeProperties[],
	form = fields,
	decided: string[] = [],
): string {
	// What is in a list is the same wherever the form shows the list in another place.
	const rows = uniqWith(rowsOf(fields, form, decided, ''), isEqual);
	return table(['Field', 'Default', 'What it does'], rows);
}

function rowsOf(
	fields: INodeProperties[],
	form: INodeProperties[],
	decided: string[],
	prefix: string,
): string[][] {
	return fields
		.filter(({ type }) => type !== 'notice')
		.flatMap((field) => {
			const inside = fieldsInside(field);
			const label = `${prefix}${field.displayName}`;
			const row = [label, defaultOf(field), meaningOf(field, form, decided)];
			const isOptions = field.type === 'collection';
			const rows = rowsOf(inside, [...inside, ...form], decided, isOptions ? '' : `${label} → `);
			return isOptions ? rows : [row, ...rows];
		});
}

function defaultOf(field: INodeProperties): string {
	const { default: value } = field;
	if (Array.isArray(value)) return value.map((one) => nameOf(field, one)).join(', ');
	if (value === '' || typeof value === 'object' || field.type === 'json') return '';
	if (typeof value === 'string' && value.startsWith('=')) return `\`${value.slice(1)}\``;
	return nameOf(field, value) ?? '';
}

/** A value as the form shows it; undefined for one that the field cannot have. */
function nameOf(field: INodeProperties, value: unknown): string | undefined {
	if (typeof value === 'object') return 'set';
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const choices = choicesOf(field);
	if (choices.length === 0 && typeof value === 'number') return String(value);
	if (choices.length === 0 && typeof value === 'string') return value;
	return choices.find((choice) => choice.value === value)?.name;
}

function meaningOf(field: INodeProperties, form: INodeProperties[], decided: string[]): string {
	const { description, hint } = field;
	const text = description?.replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g, '[$2]($1)');
	const said = sentences(text, hint, conditionOf(field, form, decided));
	const choices = choicesOf(field).map(({ name, description }) =>
		description === undefined ? `– ${name}` : `– ${name}: ${description}`,
	);
	return [said, ...choices].filter((line) => line !== '').join('\n');
}

/** When a field is shown, where that is not always. */
function conditionOf(
	field: INodeProperties,
	form: INodeProperties[],
	decided: string[],
): string | undefined {
	const conditions = Object.entries(showOf(field)).flatMap(([path, values = []]) => {
		// `/options.keywords` is the field `keywords` in a collection of the form.
		const name = path.replace(/^\//, '').replace(/^.*\./, '');
		const other = withInside(form).find(
			(one) => one.name === name && values.every((value) => nameOf(one, value) !== undefined),
		);
		if (other === undefined || decided.includes(name)) return [];
		const names = uniq(values.map((value) => nameOf(other, value)));
		const verb = other.type === 'multiOptions' ? 'includes' : 'is';
		return [`${other.displayName} ${verb} ${names.join(' or ')}`];
	});
	return conditions.length === 0 ? undefined : `Shown when ${conditions.join(' and ')}`;
}

/** All fields of a form, those inside collections included. */
function withInside(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => [field, ...withInside(fieldsInside(field))]);
}

function sentences(...parts: (string | undefined)[]): string {
	return parts
		.flatMap((part) => (part === undefined || part === '' ? [] : [part]))
		.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
