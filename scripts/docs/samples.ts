import { readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { EVENT_NAMES } from '../../nodes/shared/events/index';
import { json } from './markdown';

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

function bodyOf(resource: string, operation: string): unknown {
	const { body } = requests.find(
		({ parameters }) => parameters.resource === resource && parameters.operation === operation,
	) ?? { body: undefined };
	return body;
}

/** The request of each operation and the message of each format, by block. */
export function requestBlocks(): Record<string, string> {
	const both = [bodyOf('comment', 'privateReply'), bodyOf('comment', 'reply')];
	const blocks = {
		'request message/send': json(bodyOf('message', 'send')),
		'request comment/reply': json(bodyOf('comment', 'reply')),
		'request comment/privateReply': json(bodyOf('comment', 'privateReply')),
		'request comment/replyAndPrivateReply': both.map(json).join('\n\n'),
	};
	// The first example of a format is InstantDM's own, where it has one.
	const formats = requests
		.toReversed()
		.flatMap(({ parameters: { messageType }, body }) =>
			messageType === undefined ? [] : [[`message ${messageType}`, json(body.message)] as const],
		);
	return { ...blocks, ...Object.fromEntries(formats) };
}

const deliverySchema = z.object({ items: z.tuple([z.record(z.unknown())]) });

/** The item that each documented delivery becomes, as the tests of the trigger have it. */
export function eventBlocks(): Record<string, string> {
	return Object.fromEntries(
		EVENT_NAMES.map((event) => {
			const file = `webhooks/documented-${event.replace('_', '-')}.json`;
			return [`event ${event}`, json(deliverySchema.parse(readFixture(file)).items[0])];
		}),
	);
}
