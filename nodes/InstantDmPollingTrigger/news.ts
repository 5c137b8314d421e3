import { sortBy } from 'lodash';

import type { Element } from '../shared/events/elements';
import type { Item } from '../shared/events/index';
import { simplify } from '../shared/events/simplify';
import { toMoment } from '../shared/json/time';
import { unseenIn, type Seen, type Thing } from './seen';

/** A comment or a message that a page of a list holds. */
export interface Found extends Thing {
	element: Element;
	item: Item;
}

/** An entry of a list and what lies under it: a comment and the replies to it, or one message. */
export type Thread = readonly Found[];

/** The thread that these elements are. The event's id is what tells two of them apart. */
export function threadOf(elements: readonly Element[]): Thread {
	return elements.map((element) => {
		const item = simplify(element, null);
		return { id: item.eventId, time: toMoment(item.occurredAt), element, item };
	});
}

/** When the threads began, of those that tell. */
export function timesOf(threads: readonly Thread[]): number[] {
	return threads.flatMap(([first]) => first?.time ?? []);
}

/** Whether times show that a list begins with the newest: no order is promised. */
export function isNewestFirst(times: readonly number[]): boolean {
	const [first = 0] = times;
	return first > (times.at(-1) ?? 0) && times.every((time, at) => time <= (times[at - 1] ?? time));
}

/** Whether a list that begins with the newest was read down to a moment; null is before all. */
export function reachesBackTo(threads: readonly Thread[], moment: number | null): boolean {
	const times = timesOf(threads);
	return isNewestFirst(times) && (times.at(-1) ?? Infinity) <= (moment ?? -Infinity);
}

/**
 * Whether what was read of a list holds all that is new: it begins with the newest, its last thread
 * so far is known, and there is as much news as was expected.
 */
export function holdsAllNews(threads: readonly Thread[], seen: Seen, expected: number): boolean {
	const last = threads.at(-1)?.[0];
	if (!last || !isNewestFirst(timesOf(threads)) || unseenIn(seen)(last)) return false;
	return newsIn(threads, seen).length >= expected;
}

/**
 * What is not among the seen, each once, in the order in which it happened. Within one second that is
 * the order of the list, which is taken to begin with the newest unless its times show otherwise.
 */
export function newsIn(threads: readonly Thread[], seen: Seen): Found[] {
	const isOldestFirst = isNewestFirst(timesOf(threads).reverse());
	const inOrder = isOldestFirst ? threads : threads.toReversed();
	const unseen = inOrder.flat().filter(unseenIn(seen));
	return oldestFirst([...new Map(unseen.map((found) => [found.id, found])).values()]);
}

/** By the moment of happening; what tells none comes last, and what tells the same stays in place. */
export function oldestFirst(found: readonly Found[]): Found[] {
	return sortBy(found, ({ time }) => time ?? Infinity);
}
