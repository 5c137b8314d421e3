import { sortBy } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';

import { readingOptions } from '../fields/options';
import { account } from './account';
import { ad } from './ad';
import { comment } from './comment';
import { contact } from './contact';
import { conversation } from './conversation';
import { facebookComment } from './facebookComment';
import { facebookPost } from './facebookPost';
import { flow } from './flow';
import { message } from './message';
import type { Operation, Resource } from './operation';
import { post } from './post';

/** In the order of the Resource list. */
export const resources = [
	account,
	ad,
	comment,
	contact,
	conversation,
	facebookComment,
	facebookPost,
	flow,
	message,
	post,
];

/** The operation that the two lists name; undefined for a pair that they don't offer. */
export function findOperation(resource: unknown, operation: unknown): Operation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}

function operationList({ value, operations }: Resource): INodeProperties {
	const first = operations[0]?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(({ value, name, action, description }) => ({
			value,
			name,
			action,
			description,
		})),
		default: first,
	};
}

/** A field shown only where `show` says, and only when its own `displayOptions` say so too. */
function shownFor(field: INodeProperties, show: Record<string, string[]>): INodeProperties {
	const own = field.displayOptions;
	return { ...field, displayOptions: { ...own, show: { ...show, ...own?.show } } };
}

/** The fields of a resource's operations, each shown for its operation alone. */
function fieldsOf({ value: resource, operations }: Resource): INodeProperties[] {
	return operations.flatMap(({ value: operation, fields, options = readingOptions }) =>
		[...fields, options].map((field) =>
			shownFor(field, { resource: [resource], operation: [operation] }),
		),
	);
}

/** Every parameter of the node, in the order in which it is shown. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ value, name }) => ({ value, name })),
		default: 'message',
	},
	// n8n's human review takes the first that offers to wait: of a message, not of a comment.
	...sortBy(resources, (resource) => (resource === message ? 0 : 1)).map(operationList),
	...resources.flatMap(fieldsOf),
];

const labels = Object.fromEntries(
	resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }) => [`${resource}.${value}`, action]),
	),
);

/** The words below the node's name: what it does, as the list of actions has it. */
export const SUBTITLE = `={{ (${JSON.stringify(labels)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;
