import { sortBy } from 'lodash';
import { z, type ZodType, type ZodTypeDef } from 'zod';

import type { ApiRequest } from '../shared/api/request';
import type { Element } from '../shared/events/elements';
import type { Account } from '../shared/events/fromApi';
import type { Item } from '../shared/events/index';
import { simplify } from '../shared/events/simplify';
import type { JsonObject } from '../shared/json/exactJson';
import { toMoment } from '../shared/json/time';
import type { Entry, Thing } from './memory';

/** A post or a conversation as its list shows it; the fields are those of `Entry`. */
export type Listed = Pick<Entry, 'id' | 'time' | 'shows' | 'count'>;

/** A list whose entries hold what may be new: posts with comments, conversations with messages. */
export interface Source {
	/** What an entry is called in n8n's log. */
	name: 'post' | 'conversation';
	request: ApiRequest;
	listedIn: (elements: readonly JsonObject[]) => Listed[];
	/** How many entries to list at most. */
	mostListed: number;
	/** Whether what has changed comes first in the list, so that the rest needs no reading. */
	hasChangedFirst: boolean;
	isWanted: (id: string) => boolean;
	/** Entries that are watched whether or not they are listed. */
	chosen: readonly string[];
	/** How many entries are remembered that are no longer listed or have not changed. */
	mostRemembered: number;
	/** How many things of an entry are known one by one, of so many entries. */
	mostIds: (entries: number) => number;
	/** How many new things there are at least; null where nothing has changed. */
	change: (listed: Listed, before: Entry) => number | null;
	contents: (id: string) => ApiRequest;
	/** What an element of the contents brings. */
	elementsIn: (
		element: JsonObject,
		entry: Pick<Entry, 'id' | 'shows'>,
		account: Account,
	) => Element[];
}

/** What is missing or of another kind is null; only an id is needed. */
export const id = z.union([z.string().min(1), z.number().int().transform(String)]);
export const count = z.number().nonnegative().nullable().catch(null);
export const moment = z.union([z.string(), z.number()]).transform(toMoment).nullable().catch(null);

/** Reads the elements of a list tolerantly: what is none of them is left out. */
export function listedBy(schema: ZodType<Listed, ZodTypeDef, unknown>) {
	return (elements: readonly JsonObject[]): Listed[] =>
		elements.flatMap((element) => schema.safeParse(element).data ?? []);
}

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
