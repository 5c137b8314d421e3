import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { operationFixtures, type OperationCase } from '../../test/support/operationFixtures';
import { json } from './markdown';

const FIXTURES = path.join(__dirname, '../../test/fixtures');

const readFixture = (file: string): unknown =>
	JSON.parse(readFileSync(path.join(FIXTURES, file), 'utf8'));

type Request = OperationCase['calls'][number]['request'];

/** A request as it goes out; of `/api-webhook`, which is but one, the body says all. */
function requestBlock({ method, path: route, query, body }: Request): string {
	if (route === '/api-webhook') return json(body);
	const search = query ? `?${new URLSearchParams(query).toString()}` : '';
	const sent = body && Object.keys(body).length > 0 ? [JSON.stringify(body, null, 2)] : [];
	return ['```http', `${method} ${route}${search}`, ...sent, '```'].join('\n');
}

/** What an operation sends, as Markdown, and what it puts out, by the first case of its fixture. */
export function operationSample(
	resource: string,
	operation: string,
): { requests: string[]; item?: unknown } {
	const fixture = operationFixtures.find(
		(one) => one.resource === resource && one.operation === operation,
	);
	if (!fixture) return { requests: [] };
	const [{ calls, items }] = fixture.cases;
	return { requests: calls.map(({ request }) => requestBlock(request)), item: items[0] };
}

const messageSchema = z.object({ message: z.record(z.unknown()) });

/** A message of the given type; the first case is InstantDM's own, where it has one. */
export function formatMessage(messageType: string): unknown {
	const cases = operationFixtures.flatMap((fixture) => fixture.cases);
	const found = cases.find(({ parameters }) => parameters.messageType === messageType);
	return found && messageSchema.parse(found.calls[0].request.body).message;
}

const deliverySchema = z.object({ items: z.tuple([z.record(z.unknown())]) });

/** The item that InstantDM's documented delivery becomes, as the tests of the trigger have it. */
export function eventItem(event: string): Record<string, unknown> | undefined {
	const file = `webhooks/documented-${event.replaceAll('_', '-')}.json`;
	if (!existsSync(path.join(FIXTURES, file))) return undefined;
	return deliverySchema.parse(readFixture(file)).items[0];
}
