import { createHash } from 'crypto';
import { sortBy } from 'lodash';
import { z } from 'zod';

import { isObject, type Json, type JsonObject } from '../json/exactJson';
import { toIso, toMoment } from '../json/time';
import type { Occurrence } from './event';

/** Text, an id or a moment: a string, or null where the field does not apply. */
export const text = z.string().nullable();
/** ISO 8601 in UTC with milliseconds. */
export const moment = z.string().datetime().nullable();

/** What every simplified item has besides `event`. */
export const common = {
	eventId: z.string(),
	occurredAt: moment,
	deliveredAt: moment,
	accountId: text,
};

/** When the element says it happened, and when InstantDM says it sent the delivery. */
export interface Times {
	occurred: number | null;
	delivered: number | null;
}

/**
 * Both in milliseconds since 1970. Of the element's own times the nearer one counts: Meta puts
 * `timestamp` on the element and `time` on the entry around it.
 * @param delivered what X-Timestamp says
 */
export function timesOf(occurrence: Occurrence, delivered: number | null): Times {
	const { value, entry } = occurrence;
	return { occurred: toMoment(value.timestamp) ?? toMoment(entry.time), delivered };
}

/**
 * An id that is the same when the same thing is delivered again, and readable: the event and what
 * Meta tells it apart by. Parts that are missing are left out.
 */
export function eventId(event: string, ...parts: (string | number | null)[]): string {
	return [event, ...parts.filter((part) => part !== null && part !== '')].join(':');
}

/** Identifies a part that is too long, or an element without an id of its own. */
export function fingerprint(value: JsonObject | string): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value, withSortedKeys);
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A sender may write the fields of the same element in another order. */
function withSortedKeys(_: string, value: Json): Json {
	return isObject(value) ? Object.fromEntries(sortBy(Object.entries(value), 0)) : value;
}

/**
 * The time as a part of an id. InstantDM's postback sample carries no time and no id at all; there
 * X-Timestamp takes its place, which two copies of one delivery share and two presses do not.
 */
export function timePart({ occurred, delivered }: Times): string | number | null {
	return occurred ?? toIso(delivered);
}
