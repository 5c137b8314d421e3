import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../../nodes/shared/json/exactJson';

const FOLDER = path.join(__dirname, '../fixtures/api');

const caseSchema = z
	.object({
		name: z.string(),
		/** What the fake InstantDM is told before. */
		settings: z.object({ processingCalls: z.number() }).strict().optional(),
		/** What the person taps, where the execution waits for that before it puts anything out. */
		taps: z.string().optional(),
		/** As a node of a workflow holds them. */
		parameters: z.custom<INodeParameters>(isObject),
		/** What goes out, in order, and what is answered. */
		calls: z
			.array(
				z
					.object({
						request: z
							.object({
								method: z.enum(['GET', 'POST']),
								path: z.string(),
								query: z.record(z.string()).optional(),
								body: z.record(z.unknown()).optional(),
							})
							.strict(),
						response: z.record(z.unknown()),
					})
					.strict(),
			)
			.nonempty(),
		/** What the node puts out. */
		items: z.array(z.record(z.unknown())).nonempty(),
	})
	.strict();

const fixtureSchema = z
	.object({ source: z.string(), cases: z.array(caseSchema).nonempty() })
	.strict();

/** One way to use an operation. */
export type OperationCase = z.output<typeof caseSchema>;

export interface OperationFixture extends z.output<typeof fixtureSchema> {
	resource: string;
	operation: string;
}

/**
 * The fixture of each operation: what a node holds, what goes out, what comes back, what is put out.
 * The operation's test, the fake InstantDM, the output previews and the docs are held to it.
 */
export const operationFixtures: readonly OperationFixture[] = readdirSync(FOLDER, {
	withFileTypes: true,
})
	.filter((entry) => entry.isDirectory())
	.flatMap(({ name: resource }) =>
		readdirSync(path.join(FOLDER, resource)).map((file) => ({
			resource,
			operation: path.basename(file, '.json'),
			...fixtureSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, resource, file), 'utf8'))),
		})),
	);
