import type { IDataObject } from 'n8n-workflow';

import type { Element } from './elements';
import { EVENTS, type Item } from './index';
import { eventId, fingerprint, timePart, timesOf } from './item';

/**
 * The flat item of an element, whichever event it is.
 * @param delivered when InstantDM says it sent the delivery, in milliseconds since 1970
 */
export function simplify(element: Element, delivered: number | null): Item {
	const event = EVENTS.find(({ name }) => name === element.event);
	if (!event) throw new Error(`There is no event ${element.event}`);
	const item = event.simplify(element, delivered);
	if (element.known) return item;
	// Whatever ids it holds may be those of something else.
	const time = timePart(timesOf(element, delivered));
	return { ...item, eventId: eventId(item.event, 'other', time, fingerprint(element.raw)) };
}

/**
 * Whether only X-Timestamp tells an event from another like it, because it came with neither an id
 * nor a time (InstantDM's sample of a postback).
 */
export function isToldApartByDelivery(element: Element): boolean {
	return simplify(element, 1).eventId !== simplify(element, 2).eventId;
}

/**
 * The item's json, with the raw element beside it where that was asked for or its shape is unknown:
 * as `payload`, or as `element` for a button, whose payload is a field of its own.
 */
export function jsonOf(item: Item, element: Element, includePayload: boolean): IDataObject {
	if (!element.known) return { ...item, payload: element.raw };
	if (!includePayload) return item;
	return { ...item, [item.event === 'postback' ? 'element' : 'payload']: element.raw };
}
