import { ignored, rejected, type Refusal } from './responses';
import { elementsOf, type Element } from '../shared/events/elements';
import { simplify, type Item } from '../shared/events/index';
import type { Filter } from '../shared/filters/index';
import { isObject, parseJson, type Json } from '../shared/json/exactJson';
import type { Settings } from './settings/settings';
import { isSignedBy } from './signature';
import { toMoment } from '../shared/json/time';

/** One HTTP request of InstantDM, as it came. */
export interface Delivery {
	body: Buffer;
	/** X-Webhook-Signature. */
	signature: string | undefined;
	/** X-Event-Type. */
	eventType: string | undefined;
	/** X-Timestamp. */
	timestamp: string | undefined;
}

/** An element that passed, with its simplified item. */
export interface Received {
	element: Element;
	item: Item;
}

/** What is in a delivery for this trigger. */
export interface Accepted {
	payload: Json;
	received: Received[];
}

/**
 * From the bytes to the elements that concern this trigger: believe, read, choose. Duplicates are
 * left to the caller, for they depend on what n8n does next.
 * @param secrets those that may have signed it; not asked for where verification is switched off
 * @param now milliseconds since 1970
 */
export function receive(
	delivery: Delivery,
	settings: Settings,
	passes: Filter,
	secrets: readonly string[],
	now: number,
): Refusal | Accepted {
	const { verifySignature, events, options } = settings;
	const distrusted = verifySignature ? distrust(delivery, secrets) : undefined;
	if (distrusted) return distrusted;

	const delivered = toMoment(delivery.timestamp ?? null);
	if (options.maxAge > 0 && isOlder(delivered, now - options.maxAge * 1000)) {
		return rejected('too_old');
	}

	const payload = parseJson(delivery.body.toString('utf8').replace(/^\uFEFF/, ''));
	const elements = payload === undefined ? undefined : elementsOf(payload, delivery.eventType);
	if (payload === undefined || !elements) return rejected('invalid_payload');

	const selected = elements.filter(({ event }) => events.includes(event));
	if (selected.length === 0) return ignored('event');
	const all = selected.map((element) => ({ element, item: simplify(element, delivered) }));
	const others = options.ignoreOwnActivity ? all.filter(({ item }) => !isOwn(item)) : all;
	if (others.length === 0) return ignored('own_activity');
	const received = others.filter(({ element, item }) => passes(item, element));
	if (received.length === 0) return ignored('filter');
	return { payload, received };
}

function distrust({ body, signature }: Delivery, secrets: readonly string[]): Refusal | undefined {
	if (secrets.length === 0) return rejected('no_secret');
	if (signature === undefined || signature.trim() === '') return rejected('missing_signature');
	return isSignedBy(body, signature, secrets) ? undefined : rejected('invalid_signature');
}

/** X-Timestamp is not signed; a delivery that does not say when it was sent counts as old. */
function isOlder(delivered: number | null, earliest: number): boolean {
	return delivered === null || delivered < earliest;
}

function isOwn(item: Item): boolean {
	return 'isOwn' in item && item.isOwn;
}

/**
 * The item's json, with the raw element beside it where that was asked for or its shape is unknown:
 * as `payload`, or as `element` where the item has the payload of a button already.
 */
export function jsonOf({ element, item }: Received, { includePayload }: Settings['options']) {
	if (element.known && !includePayload) return item;
	const hasPayload = 'payload' in item && item.payload !== null;
	return { ...item, [hasPayload ? 'element' : 'payload']: element.raw };
}

/** The payload as an item's json, which must be an object; Meta's samples also print a list. */
export function rawJsonOf(payload: Json) {
	return isObject(payload) ? payload : { payload };
}
