import { max, uniqBy } from 'lodash';

import { conversations } from '../shared/api/routes';
import type { MessagesCursor, WatchedConversation } from './cursor';
import { conversationsIn, type ListedConversation } from './listed';
import { isNewestFirst } from './news';
import type { Reader } from './reader';
import { nothingSeen, type Seen } from './seen';

/** How many pages of the list of conversations one poll reads. */
const MOST_PAGES = 20;

/** A conversation in the list, and what is known of it. */
export interface Conversation {
	listed: ListedConversation;
	/** Its messages. */
	seen: Seen;
	/** Whether it may have new ones. */
	isChanged: boolean;
}

/** Where the first poll begins. */
export interface Start {
	/** What happened at this moment or before it is not news. */
	since: number;
	/** Whether the first poll may find news, since it looks back. */
	looksBack: boolean;
}

/**
 * The conversations, down to where nothing has changed.
 * @returns with them, the moment up to which nothing in any other conversation is news
 * @throws FailedCall
 */
export async function listConversations(
	reader: Reader,
	cursor: MessagesCursor | null,
	start: Start,
): Promise<{ found: Conversation[]; forgotten: number | null; isCutShort: boolean }> {
	const { entries, end } = await reader.pages(
		conversations(Infinity),
		(elements) => conversationsIn(elements).map((listed) => placeOf(listed, cursor, start)),
		{ isEnough: holdAllChanges, most: MOST_PAGES },
	);
	// A page of the list may come twice.
	const found = uniqBy(entries, ({ listed: { id } }) => id);
	const isCutShort = end === 'limit';
	if (cursor !== null) return { found, forgotten: cursor.forgotten, isCutShort };
	if (isCutShort) return { found, forgotten: start.since, isCutShort };
	// Instagram's clock tells better than this machine's what was there before.
	const newest = max(timesOf(found));
	const forgotten = newest === undefined ? null : Math.min(newest, start.since);
	return { found, forgotten, isCutShort };
}

function placeOf(
	listed: ListedConversation,
	cursor: MessagesCursor | null,
	{ since, looksBack }: Start,
): Conversation {
	const known = cursor?.conversations.find(({ id }) => id === listed.id);
	if (known) return { listed, seen: known.seen, isChanged: hasChanged(listed, known) };
	const { updated } = listed;
	const after = cursor === null ? since : cursor.forgotten;
	const isLater = updated === null || after === null || updated > after;
	const isChanged = isLater && (cursor !== null || looksBack);
	return { listed, seen: nothingSeen(isChanged ? after : (updated ?? after)), isChanged };
}

/** `updated_time` counts in seconds; of two messages within one, the other fields tell. */
function hasChanged(listed: ListedConversation, known: WatchedConversation): boolean {
	return (
		listed.updated !== known.updated ||
		listed.last !== known.last ||
		(listed.unread ?? 0) > (known.unread ?? 0)
	);
}

function holdAllChanges(found: readonly Conversation[]): boolean {
	return found.at(-1)?.isChanged === false && isNewestFirst(timesOf(found));
}

function timesOf(found: readonly Conversation[]): number[] {
	return found.flatMap(({ listed }) => listed.updated ?? []);
}
