import { existsSync } from 'node:fs';
import path from 'node:path';

import { sortBy, uniqBy } from 'lodash';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InstantDmApi } from '../../credentials/InstantDmApi.credentials';
// With the extension, or tsx would take the JSON file of the same name.
import { InstantDm } from '../../nodes/InstantDm/InstantDm.node.ts';
import { InstantDmPollingTrigger } from '../../nodes/InstantDmPollingTrigger/InstantDmPollingTrigger.node.ts';
import { InstantDmTrigger } from '../../nodes/InstantDmTrigger/InstantDmTrigger.node.ts';
import { choicesOf, fieldsInside, fieldTable, showOf } from './fields';
import { anchorOf, folded, json, stacked, table } from './markdown';
import { eventItem, formatMessage, operationSample } from './samples';

const IMAGES = path.join(__dirname, '../../docs/images');

const action = new InstantDm().description.properties;
const trigger = new InstantDmTrigger().description.properties;
const polling = new InstantDmPollingTrigger().description.properties;

/** What the reference pages are made of; for the check that nothing is left out. */
export const FORMS = { credential: new InstantDmApi().properties, action, trigger, polling };

const property = (properties: INodeProperties[], name: string): INodeProperties => {
	const found = properties.find((one) => one.name === name);
	if (found === undefined) throw new Error(`No field named ${name}`);
	return found;
};

interface OperationEntry extends INodePropertyOptions {
	resource: INodePropertyOptions;
	heading: string;
	fields: INodeProperties[];
}

/** Every operation of the action node, in the order of its lists. */
export const operations: OperationEntry[] = choicesOf(property(action, 'resource')).flatMap(
	(resource) =>
		action
			.filter((field) => field.name === 'operation' && isFor(field, 'resource', resource.value))
			.flatMap(choicesOf)
			.map((operation) => ({
				...operation,
				resource,
				heading: `${resource.name}: ${operation.name}`,
				fields: action.filter(
					(field) =>
						!['resource', 'operation', 'options'].includes(field.name) &&
						isFor(field, 'resource', resource.value) &&
						isFor(field, 'operation', operation.value) &&
						showOf(field).messageType === undefined,
				),
			})),
);

function isFor(field: INodeProperties, name: string, value: unknown): boolean {
	return showOf(field)[name]?.includes(value) ?? true;
}

/** The events in the order of the outputs, which is that of the default. */
const events = sortBy(choicesOf(property(trigger, 'events')), ({ value }) =>
	[property(trigger, 'events').default].flat().findIndex((one) => one === value),
);

const formats = choicesOf(property(action, 'messageType'));

/** A sentence with its full stop. */
function ended(sentence = ''): string {
	return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** The picture of a form, where one was taken. */
function pictureOf(name: string, alt: string): string | undefined {
	return existsSync(path.join(IMAGES, `${name}.png`)) ? `![${alt}](images/${name}.png)` : undefined;
}

function operationSection({ heading, description, fields, resource, value }: OperationEntry) {
	const { requests, item } = operationSample(String(resource.value), String(value));
	return stacked([
		`## ${heading}`,
		ended(description),
		fields.length === 0
			? undefined
			: fieldTable(
					// The formats have a page of their own.
					fields.map((field) =>
						field.name === 'messageType'
							? {
									...field,
									options: [],
									default: 'Text',
									hint: 'See [message types](sending.md#message-types)',
								}
							: field,
					),
					action,
					['resource', 'operation'],
				),
		item === undefined ? undefined : folded('The item that comes out', json(item)),
		requests.length === 0 ? undefined : folded('What is sent to InstantDM', requests.join('\n\n')),
	]);
}

function formatSection({ name, value, description }: INodePropertyOptions): string {
	// Each resource that sends messages has them, mostly under the same labels.
	const fields = uniqBy(
		action.filter((field) => showOf(field).messageType?.includes(value)),
		({ displayName }) => displayName,
	);
	const message = formatMessage(String(value));
	return stacked([
		`### ${name}`,
		ended(description),
		pictureOf(`message-${String(value)}`, `The form of a message of the type ${name}`),
		fieldTable(fields, action, ['resource', 'operation', 'messageType']),
		message === undefined ? undefined : folded('The message in the request', json(message)),
	]);
}

function eventSection({ name, value, description }: INodePropertyOptions): string {
	const item = eventItem(String(value));
	return stacked([
		`### ${name}`,
		`${ended(description)} In the items, \`event\` is \`${String(value)}\`.`,
		item === undefined ? undefined : folded('The item', json(item)),
	]);
}

/** A link to an operation, from a page in docs/ or from one that has `docs/` below it. */
function linkTo(heading: string, folder = ''): string {
	return `[${heading}](${folder}operations.md#${anchorOf(heading)})`;
}

/** The Options of all operations as one, each by what it means there. */
function everyOption(): INodeProperties {
	const collections = action.filter(({ name }) => name === 'options');
	const options = uniqBy(collections.flatMap(fieldsInside), 'description');
	return { ...property(action, 'options'), options: sortBy(options, 'displayName') };
}

/** The sections and tables that are made from what the nodes say about themselves, by block. */
export function referenceBlocks(): Record<string, string> {
	return {
		'table operations': table(
			['Operation', 'What it does'],
			operations.map(({ heading, description }) => [linkTo(heading, 'docs/'), description ?? '']),
		),
		'table events': table(
			['Event', 'What happened'],
			events.map(({ name, description }) => [
				`[${name}](docs/trigger.md#${anchorOf(name)})`,
				description ?? '',
			]),
		),
		'table messages': table(
			['Message type', 'What it is'],
			formats.map(({ name, description }) => [
				`[${name}](docs/sending.md#${anchorOf(name)})`,
				description ?? '',
			]),
		),
		operations: operations.map(operationSection).join('\n\n'),
		messages: formats.map(formatSection).join('\n\n'),
		events: events.map(eventSection).join('\n\n'),
		'fields credential': fieldTable(FORMS.credential),
		'options sending': fieldTable([everyOption()], action),
		'fields trigger': fieldTable(trigger.filter(({ name }) => name !== 'options')),
		'options trigger': fieldTable([property(trigger, 'options')], trigger),
		'fields polling': fieldTable(polling.filter(({ name }) => name !== 'options')),
		'options polling': fieldTable([property(polling, 'options')], polling),
	};
}
