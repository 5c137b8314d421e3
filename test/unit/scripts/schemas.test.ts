import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import Ajv, { type ValidateFunction } from 'ajv';
import { loadOutputSchema } from 'n8n-core';
import { z } from 'zod';

import { InstantDm } from '../../../nodes/InstantDm/InstantDm.node';
import { EVENT_NAMES } from '../../../nodes/shared/events/index';
import { schemaFiles } from '../../../scripts/schemas';
import { operationFixtures } from '../../support/operationFixtures';

const ROOT = path.join(__dirname, '..', '..', '..');
const NODES = path.join(ROOT, 'nodes');
const WEBHOOKS = path.join(ROOT, 'test', 'fixtures', 'webhooks');

const fixtureSchema = z.object({ items: z.array(z.record(z.unknown())).nonempty() });

/** Fails on a keyword that it does not know; `date-time` is what Date reads. */
const ajv = new Ajv({
	strict: true,
	formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) },
});

/** The preview as n8n itself finds it. */
function previewOf(
	node: string,
	version: number,
	resource?: string,
	operation?: string,
): ValidateFunction {
	const schema = loadOutputSchema({
		nodeDir: path.join(NODES, node),
		version,
		...(resource !== undefined && { resource }),
		...(operation !== undefined && { operation }),
	});
	if (schema === undefined)
		throw new Error(`No preview of ${node} ${version} ${resource} ${operation}`);
	return ajv.compile(schema);
}

function propertiesOf(schema: unknown): Record<string, unknown> {
	const { data } = z.object({ properties: z.record(z.unknown()) }).safeParse(schema);
	return data?.properties ?? {};
}

it('are as `npm run schemas` writes them, and no others', () => {
	const there = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.includes('__schema__') && file.endsWith('.json'))
		.map((file) => file.split(path.sep).join('/'));

	expect(
		Object.fromEntries(
			there.map((file) => [
				file,
				JSON.parse(readFileSync(path.join(NODES, file), 'utf8')) as unknown,
			]),
		),
	).toEqual(schemaFiles());
});

describe('of the action node', () => {
	const operations = new InstantDm().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			z
				.array(z.string())
				.parse(displayOptions?.show?.resource)
				.flatMap((resource) =>
					options.flatMap((option) =>
						'value' in option ? [[resource, String(option.value)] as const] : [],
					),
				),
		);

	it.each(operations)('is there for %s: %s', (resource, operation) => {
		expect(() => previewOf('InstantDm', 1, resource, operation)).not.toThrow();
	});

	// The operations' own tests hold their real items against these.
	it.each(
		operationFixtures.map((fixture) => [fixture.resource, fixture.operation, fixture] as const),
	)('fits the items of %s: %s', (resource, operation, { cases }) => {
		const preview = previewOf('InstantDm', 1, resource, operation);
		for (const { parameters, items } of cases) {
			if (parameters.simplify === false) continue;
			for (const item of items) expect([preview(item), preview.errors]).toEqual([true, null]);
		}
	});
});

describe.each([
	['InstantDmTrigger', 2, EVENT_NAMES],
	['InstantDmPollingTrigger', 1, ['comment', 'dm_received']],
])('of %s, version %i', (node, version, events) => {
	const preview = previewOf(node, version);

	// The triggers' own tests hold their real items against these.
	it.each(readdirSync(WEBHOOKS))('fits the items of %s', (file) => {
		const { items } = fixtureSchema.parse(
			JSON.parse(readFileSync(path.join(WEBHOOKS, file), 'utf8')),
		);

		for (const item of items.filter(({ event }) => events.some((name) => name === event))) {
			expect([preview(item), preview.errors]).toEqual([true, null]);
			expect(Object.keys(propertiesOf(preview.schema))).toEqual(
				expect.arrayContaining(Object.keys(item)),
			);
		}
	});
});
