import type { IWebhookFunctions } from 'n8n-workflow';

import { isToldApartByDelivery, simplify } from '../shared/events/simplify';
import { HALF_A_MINUTE } from './duplicates';
import type { Received } from './receive';
import { ignored, resumed, type Refusal } from './responses';
import { resumes } from './waitingWebhook';

const MOST_REMEMBERED = 10_000;

/**
 * Whether each tap resumed its execution, and until when that counts, oldest first; those that did
 * not are forgotten.
 */
const taps = new Map<string, { outcome: Promise<boolean>; until: number }>();

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
	{ element, item, tap }: Received,
): Promise<'resumed' | 'duplicate' | 'notWaiting'> {
	if (!tap || !('messageId' in item)) return 'notWaiting';
	const now = Date.now();
	const lasting = new Map([[item.eventId, Infinity]]);
	// When it is delivered again, X-Timestamp may be another one.
	if (isToldApartByDelivery(element)) {
		lasting.set(simplify(element, null).eventId, now + HALF_A_MINUTE);
	}
	// Rounds of a loop offer the same value, and a tap may have no ID.
	const keys = [...lasting].map(([id, until]) => ({ key: `${tap.proof} ${id}`, until }));
	const known = keys.flatMap(({ key }) => taps.get(key) ?? []).find(({ until }) => now < until);
	if (known) return (await known.outcome) ? 'duplicate' : 'notWaiting';
	const { senderId, messageId, occurredAt, replyUntil } = item;
	const outcome = resumes(context, tap, { senderId, messageId, occurredAt, replyUntil });
	for (const { key, until } of keys) taps.set(key, { outcome, until });
	for (const [oldest] of taps) {
		if (taps.size <= MOST_REMEMBERED) break;
		taps.delete(oldest);
	}
	if (await outcome) return 'resumed';
	for (const { key } of keys) taps.delete(key);
	return 'notWaiting';
}
