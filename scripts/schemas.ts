/**
 * Writes the output previews: JSON schemas from which n8n knows a node's fields before its first
 * run. n8n looks for them in `__schema__/v<version>/<resource>/<operation>.json` beside the node,
 * or `__schema__/v<version>.json` where there is neither (n8n-core, output-schema-resolver).
 * Usage: `npm run schemas`
 */
import path from 'node:path';

import { uniq } from 'lodash';
import { z, type ZodRawShape, type ZodType, type ZodTypeAny, type ZodTypeDef } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';

import { comment } from '../nodes/shared/events/comment';
import { directMessage } from '../nodes/shared/events/directMessage';
import { EVENTS } from '../nodes/shared/events/index';
import { isObject } from '../nodes/shared/json/exactJson';
import { operationFixtures, type OperationFixture } from '../test/support/operationFixtures';
import { writeFormatted } from './writeFormatted';

type Schema = ZodType<unknown, ZodTypeDef, unknown>;

/** The fields of these events; those that not all of them have may be missing. */
function anyItem(events: readonly (typeof EVENTS)[number][]): Schema {
	const shapes: ZodRawShape[] = events.map(({ schema }) => schema.shape);
	const merged: Record<string, ZodTypeAny> = {};
	for (const [key, type] of shapes.flatMap((shape) => Object.entries(shape))) {
		merged[key] ??= shapes.every((shape) => key in shape) ? type : type.optional();
	}
	return z.object({
		...merged,
		event: z.string(),
		// A button's payload is text; what nobody foresaw goes out whole under the same name. Of a
		// union, one member carries the null: `nullable` says nothing where there is no `type`.
		payload: z.union([z.string().nullable(), z.record(z.unknown())]).optional(),
		...('payloadData' in merged && {
			payloadData: z.union([z.record(z.unknown()).nullable(), z.array(z.unknown())]).optional(),
		}),
	});
}

/** What these values have in common; any field of an object may be missing. */
function typeOf(values: readonly unknown[]): Schema {
	const type = typeOfPresent(values.filter((value) => value !== null));
	return values.includes(null) ? type.nullable() : type;
}

function typeOfPresent(values: readonly unknown[]): Schema {
	const objects = values.filter(isObject);
	if (objects.length > 0) {
		const fields = uniq(objects.flatMap(Object.keys)).map((key) => {
			const found = objects.flatMap((object) => (key in object ? [object[key]] : []));
			return [key, typeOf(found)] as const;
		});
		return z.object(Object.fromEntries(fields)).partial();
	}
	const lists = values.filter(Array.isArray);
	if (lists.length > 0) return z.array(typeOf(lists.flat()));
	switch (typeof values[0]) {
		case 'string':
			return z.string();
		case 'number':
			return z.number();
		case 'boolean':
			return z.boolean();
		default:
			return z.unknown();
	}
}

/** What an operation puts out unless it is told not to simplify. */
function itemOf({ cases }: OperationFixture): Schema {
	const items = cases
		.filter(({ parameters }) => parameters.simplify !== false)
		.flatMap((one) => one.items);
	const event = EVENTS.find(({ name }) => name === items[0]?.event);
	return event?.schema ?? typeOf(items);
}

const operations = operationFixtures.map(
	(fixture) =>
		[
			`InstantDm/__schema__/v1.0.0/${fixture.resource}/${fixture.operation}`,
			itemOf(fixture),
		] as const,
);

const previews: Record<string, Schema> = {
	...Object.fromEntries(operations),
	'InstantDmTrigger/__schema__/v2.0.0': anyItem(EVENTS),
	'InstantDmPollingTrigger/__schema__/v1.0.0': anyItem([comment, directMessage]),
};

/**
 * Every preview by its file below `nodes/`. In OpenAPI's manner a nullable object keeps its one
 * type, and that is all n8n's editor looks at.
 */
export function schemaFiles(): Record<string, object> {
	const files = Object.entries(previews).map(([name, type]) => [
		`${name}.json`,
		zodToJsonSchema(type, {
			target: 'openApi3',
			$refStrategy: 'none',
			removeAdditionalStrategy: 'strict',
		}),
	]);
	return z.record(z.record(z.unknown())).parse(Object.fromEntries(files));
}

async function main(): Promise<void> {
	for (const [name, schema] of Object.entries(schemaFiles())) {
		await writeFormatted(path.join(__dirname, '..', 'nodes', name), JSON.stringify(schema));
	}
}

if (require.main === module) void main();
