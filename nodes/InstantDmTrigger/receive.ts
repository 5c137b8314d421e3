import { elementsOf, type Element } from '../shared/events/elements';
import type { Item } from '../shared/events/index';
import { simplify } from '../shared/events/simplify';
import { parseJson, type Json } from '../shared/json/exactJson';
import { toMoment } from '../shared/json/time';
import type { Delivery } from './delivery';
import { ignored, rejected, type Refusal } from './responses';
import type { Settings } from './settings/settings';

/** One thing that happened, with its simplified item. */
export interface Received {
	element: Element;
	item: Item;
}

/** What is in a delivery for this trigger. */
export interface Contents {
	payload: Json;
	received: Received[];
}

/**
 * From the bytes to what happened.
 * @param delivery one that comes from InstantDM
 * @param now milliseconds since 1970
 */
export function receive(
	delivery: Delivery,
	{ events, options }: Settings,
	now: number,
): Refusal | Contents {
	const delivered = toMoment(delivery.timestamp ?? null);
	const earliest = options.maxAge > 0 ? now - options.maxAge * 1000 : -Infinity;
	// A delivery that does not say when it was sent counts as old.
	if ((delivered ?? 0) < earliest) return rejected('too_old');

	const payload = parseJson(delivery.body.toString('utf8').replace(/^\uFEFF/, ''));
	const elements = payload === undefined ? undefined : elementsOf(payload, delivery.eventType);
	if (payload === undefined || !elements) return rejected('invalid_payload');

	const selected = elements.filter(({ event }) => events.includes(event));
	if (selected.length === 0) return ignored('event');
	const received = selected
		.map((element) => ({ element, item: simplify(element, delivered) }))
		.filter(({ item }) => happenedSince(item, earliest));
	return received.length > 0 ? { payload, received } : rejected('too_old');
}

/** The time in the body is signed, which X-Timestamp is not; what carries none passes. */
function happenedSince({ occurredAt }: Item, earliest: number): boolean {
	return occurredAt === null || Date.parse(occurredAt) >= earliest;
}
