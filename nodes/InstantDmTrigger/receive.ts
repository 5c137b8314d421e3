import { elementsOf, type Element } from '../shared/events/elements';
import type { Item } from '../shared/events/index';
import { simplify } from '../shared/events/simplify';
import { parseJson, type Json } from '../shared/json/exactJson';
import { toMoment } from '../shared/json/time';
import { plainOf, referenceIn } from '../shared/tap/plain';
import { PREFIX, type TapReference } from '../shared/tap/reference';
import type { Delivery } from './delivery';
import { rejected, type Refusal } from './responses';
import type { Settings } from './settings/settings';

/** One thing that happened, with its simplified item. */
export interface Received {
	element: Element;
	item: Item;
	/** What it refers to, where it is a tap on a question; item and element hold the plain value. */
	tap: TapReference | null;
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
	{ options }: Settings,
	now: number,
): Refusal | Contents {
	const delivered = toMoment(delivery.timestamp ?? null);
	// A delivery that does not say when it was sent counts as old.
	if ((delivered ?? 0) < earliestOf(options, now)) return rejected('too_old');

	const given = parseJson(delivery.body.toString('utf8').replace(/^\uFEFF/, ''));
	const elements = given === undefined ? undefined : elementsOf(given, delivery.eventType);
	if (given === undefined || !elements) return rejected('invalid_payload');

	const taps = elements.map(({ value }) => referenceIn(value));
	// The account's own question has references as well, wherever they are in it.
	const hasReferences = taps.some((tap) => tap !== null) || delivery.body.includes(PREFIX);
	const payload = hasReferences ? plainOf(given) : given;
	const plain = payload === given ? elements : (elementsOf(payload, delivery.eventType) ?? []);
	const received = plain.map((element, index) => ({
		...{ element, item: simplify(element, delivered), tap: taps[index] ?? null },
	}));
	return { payload, received };
}

/** The earliest time that is not too old, in milliseconds since 1970. */
export function earliestOf({ maxAge }: Settings['options'], now: number): number {
	return maxAge > 0 ? now - maxAge * 1000 : -Infinity;
}
