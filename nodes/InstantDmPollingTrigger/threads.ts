import { sortBy } from 'lodash';

import type { Element } from '../shared/events/elements';
import type { Item } from '../shared/events/index';
import { simplify } from '../shared/events/simplify';
import { toMoment } from '../shared/json/time';
import type { Thing } from './known';

/** A comment or a message that was read. */
export interface NewItem extends Thing {
	element: Element;
	item: Item;
}

/** An element of a list and what lies under it: a comment and the replies to it, or one message. */
export type Thread = readonly NewItem[];

/** The thread that these elements are. The event's id tells two of them apart. */
export function threadOf(elements: readonly Element[]): Thread {
	return elements.map((element) => {
		const item = simplify(element, null);
		return { id: item.eventId, time: toMoment(item.occurredAt), element, item };
	});
}

/** When the threads began, of those that say so. */
export function timesOf(threads: readonly Thread[]): number[] {
	return threads.flatMap(([first]) => first?.time ?? []);
}

/** Whether times show that a list begins with the newest: no order is promised. */
export function isNewestFirst(times: readonly number[]): boolean {
	const [first = 0] = times;
	return first > (times.at(-1) ?? 0) && times.every((time, at) => time <= (times[at - 1] ?? time));
}

/**
 * What of the threads is new, each once, in the order in which it happened. Within one second that
 * is the order of the list, which is taken to begin with the newest unless its times show otherwise.
 */
export function newIn(threads: readonly Thread[], isNew: (thing: Thing) => boolean): NewItem[] {
	const isOldestFirst = isNewestFirst(timesOf(threads).reverse());
	const inOrder = isOldestFirst ? threads : threads.toReversed();
	const found = inOrder.flat().filter(isNew);
	return oldestFirst([...new Map(found.map((one) => [one.id, one])).values()]);
}

/** By the moment of happening; what has none comes last, and what has the same stays in place. */
export function oldestFirst(items: readonly NewItem[]): NewItem[] {
	return sortBy(items, ({ time }) => time ?? Infinity);
}
