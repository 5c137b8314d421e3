import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import Ajv, { type ValidateFunction } from 'ajv';
import { loadOutputSchema } from 'n8n-core';
import { z } from 'zod';

import { InstantDmApi } from '../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../nodes/InstantDm/InstantDm.node';
import { schemaFiles } from '../../../scripts/schemas';
import { createN8n } from '../../support/n8nCore/index';
import { startFakeInstantDm, type FakeInstantDm } from '../../support/fakeInstantDm/index';

const ROOT = path.join(__dirname, '..', '..', '..');
const NODES = path.join(ROOT, 'nodes');
const WEBHOOKS = path.join(ROOT, 'test', 'fixtures', 'webhooks');

const fixtureSchema = z.object({ items: z.array(z.record(z.unknown())).nonempty() });

const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });

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

/** The names that a preview shows for an item, nested ones with their path. */
function namesIn(schema: unknown, at = ''): string[] {
	const properties = Object.entries(propertiesOf(schema));
	if (properties.length === 0) return [at];
	return properties.flatMap(([key, inner]) => namesIn(inner, `${at}/${key}`));
}

/** The names of an item's own fields, likewise. */
function namesOf(value: unknown, at = ''): string[] {
	const { data } = z.record(z.unknown()).safeParse(value);
	if (data === undefined) return [at];
	return Object.entries(data).flatMap(([key, inner]) => namesOf(inner, `${at}/${key}`));
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
	let fakeInstantDm: FakeInstantDm;
	beforeAll(async () => {
		fakeInstantDm = await startFakeInstantDm();
	});
	afterAll(async () => {
		await fakeInstantDm.close();
	});

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

	it.each(operations)(
		'has just the fields of a real item of %s: %s',
		async (resource, operation) => {
			const preview = previewOf('InstantDm', 1, resource, operation);

			const { items, error } = await n8n.runNode({
				parameters: {
					resource,
					operation,
					recipientId: '2358708294634624',
					commentId: '17890012345',
					commentText: 'Thanks!',
					messageType: 'text',
					text: 'Hello!',
				},
				credential: { apiKey: 'test-key', baseUrl: fakeInstantDm.url },
			});

			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect([preview(items[0]), preview.errors]).toEqual([true, null]);
			expect(namesOf(items[0]).sort()).toEqual(namesIn(preview.schema).sort());
			fakeInstantDm.reset();
		},
	);
});

describe.each([1, 2])('of the trigger, version %i', (version) => {
	const preview = previewOf('InstantDmTrigger', version);

	// The trigger's own tests hold its real items against these.
	it.each(readdirSync(WEBHOOKS))('fits the items of %s', (file) => {
		const { items } = fixtureSchema.parse(
			JSON.parse(readFileSync(path.join(WEBHOOKS, file), 'utf8')),
		);

		for (const item of items) {
			expect([preview(item), preview.errors]).toEqual([true, null]);
			expect(Object.keys(propertiesOf(preview.schema))).toEqual(
				expect.arrayContaining(Object.keys(item)),
			);
		}
	});
});
