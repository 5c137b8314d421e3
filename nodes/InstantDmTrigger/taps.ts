import type { IWebhookFunctions } from 'n8n-workflow';

import type { Received } from './receive';
import { ignored, resumed, type Refusal } from './responses';
import { resumes } from './waitingWebhook';

const MOST_REMEMBERED = 10_000;

/** Whether each tap resumed its execution, oldest first; those that did not are forgotten. */
const taps = new Map<string, Promise<boolean>>();

/**
 * What is left of a delivery once its taps have resumed the executions that wait for them; a tap
 * that nothing waits for is an event like any other. A tap that resumed counts once in this process,
 * however often it is delivered.
 */
export async function withoutTaps(
	context: IWebhookFunctions,
	received: readonly Received[],
): Promise<Refusal | readonly Received[]> {
	const outcomes = await Promise.all(received.map((one) => resume(context, one)));
	const left = received.filter((_, index) => outcomes[index] === 'notWaiting');
	if (left.length > 0 || received.length === 0) return left;
	return outcomes.includes('resumed') ? resumed() : ignored('duplicate');
}

async function resume(
	context: IWebhookFunctions,
	{ item, tap }: Received,
): Promise<'resumed' | 'duplicate' | 'notWaiting'> {
	if (!tap || !('messageId' in item)) return 'notWaiting';
	// Rounds of a loop offer the same value, and a tap may have no ID.
	const key = `${tap.proof} ${item.eventId}`;
	const known = taps.get(key);
	if (known) return (await known) ? 'duplicate' : 'notWaiting';
	const { senderId, messageId, occurredAt, replyUntil } = item;
	const outcome = resumes(context, tap, { senderId, messageId, occurredAt, replyUntil });
	taps.set(key, outcome);
	const [oldest] = taps.keys();
	if (oldest !== undefined && taps.size > MOST_REMEMBERED) taps.delete(oldest);
	if (await outcome) return 'resumed';
	taps.delete(key);
	return 'notWaiting';
}
