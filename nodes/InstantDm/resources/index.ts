import type { INodeProperties } from 'n8n-workflow';

import { messageFields } from '../messageFormats/index';
import { comment } from './comment';
import { message } from './message';
import type { Operation, Resource } from './operation';
import { options } from './options';

const resources = [message, comment];

/** The operation behind the two lists, or undefined for a pair that they do not offer. */
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

/** An operation's own fields, shown for it alone. */
function operationFields({ value: resource, operations }: Resource): INodeProperties[] {
	return operations.flatMap(({ value: operation, fields }) =>
		fields.map((field) => ({
			...field,
			displayOptions: { show: { resource: [resource], operation: [operation] } },
		})),
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
	...resources.map(operationList),
	...resources.flatMap(operationFields),
	...messageFields({
		resource: resources.map(({ value }) => value),
		operation: resources
			.flatMap(({ operations }) => operations)
			.filter(({ sendsMessage }) => sendsMessage)
			.map(({ value }) => value),
	}),
	options,
];
