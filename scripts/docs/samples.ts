import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

const FIXTURES = path.join(__dirname, '../../test/fixtures');

const readFixture = (file: string): unknown =>
	JSON.parse(readFileSync(path.join(FIXTURES, file), 'utf8'));

const requestsSchema = z.object({
	examples: z.array(
		z.object({
			parameters: z
				.object({
					resource: z.string(),
					operation: z.string(),
					messageType: z.string().optional(),
				})
				.passthrough(),
			body: z.record(z.unknown()),
		}),
	),
});

/** The requests that the tests of the node hold it to, byte for byte. */
const requests = ['api/requests.json', 'api/extensions.json'].flatMap(
	(file) => requestsSchema.parse(readFixture(file)).examples,
);

function requestOf(resource: string, operation: string): unknown {
	return requests.find(
		({ parameters }) => parameters.resource === resource && parameters.operation === operation,
	)?.body;
}

/** What an operation sends and what it puts out, where the fixtures have an example. */
export function operationSample(
	resource: string,
	operation: string,
): { requests: unknown[]; item?: unknown } {
	const names = operation === 'replyAndPrivateReply' ? ['privateReply', 'reply'] : [operation];
	return {
		requests: names
			.map((name) => requestOf(resource, name))
			.filter((request) => request !== undefined),
	};
}

/** A message of the given type; the first example is InstantDM's own, where it has one. */
export function formatMessage(messageType: string): unknown {
	return requests.find(({ parameters }) => parameters.messageType === messageType)?.body.message;
}

const deliverySchema = z.object({ items: z.tuple([z.record(z.unknown())]) });

/** The item that InstantDM's documented delivery becomes, as the tests of the trigger have it. */
export function eventItem(event: string): Record<string, unknown> | undefined {
	const file = `webhooks/documented-${event.replace('_', '-')}.json`;
	if (!existsSync(path.join(FIXTURES, file))) return undefined;
	return deliverySchema.parse(readFixture(file)).items[0];
}
