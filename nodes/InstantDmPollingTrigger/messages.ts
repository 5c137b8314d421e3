import { max, partition, sortBy } from 'lodash';

import { messagesIn } from '../shared/api/routes';
import { messageElement, type Account } from '../shared/events/fromApi';
import { listConversations, type Conversation, type Start } from './conversations';
import type { MessagesCursor, WatchedConversation } from './cursor';
import { holdsAllNews, newsIn, threadOf, type Found } from './news';
import type { Reader } from './reader';
import { see } from './seen';

/** How many conversations are known at most, besides those that wait to be read. */
const MOST_CONVERSATIONS = 200;
/** How many messages of a conversation are remembered one by one. */
const MOST_REMEMBERED = 50;
/** How many pages of a conversation one poll reads. */
const MOST_PAGES = 5;

/**
 * The messages that are new. One call lists the conversations, and only those that have changed are
 * read: the one that has waited longest first, so that what is left for the next poll stands at the
 * beginning of the list.
 * @returns the news, the next cursor, and the conversations that have more than a poll reads
 * @throws FailedCall
 */
export async function readMessages(
	reader: Reader,
	cursor: MessagesCursor | null,
	account: Account,
	start: Start,
): Promise<{ news: Found[]; cursor: MessagesCursor; cutShort: string[] }> {
	const { found, forgotten, isCutShort } = await listConversations(reader, cursor, start);
	const [changed, unchanged] = partition(found, ({ isChanged }) => isChanged);
	const readings: Reading[] = [];
	const waiting = new Set<string>();
	for (const conversation of sortBy(changed, ({ listed }) => listed.updated ?? 0)) {
		if (reader.isSpent) waiting.add(conversation.listed.id);
		else readings.push(await readConversation(reader, conversation, account));
	}
	const settled = [
		...readings.map(({ conversation }) => conversation),
		...unchanged.map(({ listed, seen }) => ({ ...listed, seen })),
	];
	const cutShort = readings.filter((reading) => reading.isCutShort);
	return {
		news: readings.flatMap(({ news }) => news),
		cursor: conversationsToKeep(cursor, settled, waiting, forgotten),
		cutShort: [
			...cutShort.map(({ conversation: { id } }) => `conversation ${id}`),
			...(isCutShort ? ['the conversations'] : []),
		],
	};
}

interface Reading {
	/** As the next poll is to know it. */
	conversation: WatchedConversation;
	news: Found[];
	/** Whether there may be news that was not read. */
	isCutShort: boolean;
}

/** Reads a conversation down to where its news begins. */
async function readConversation(
	reader: Reader,
	{ listed, seen }: Conversation,
	account: Account,
): Promise<Reading> {
	const { entries, end } = await reader.pages(
		messagesIn(listed.id, Infinity),
		(elements) => elements.map((message) => threadOf([messageElement(message, account)])),
		{ isEnough: (threads) => holdsAllNews(threads, seen, 0), most: MOST_PAGES },
	);
	return {
		conversation: { ...listed, seen: see(seen, entries.flat(), MOST_REMEMBERED) },
		news: newsIn(entries, seen),
		isCutShort: end === 'limit',
	};
}

/** Those that wait to be read as they were known before, and the newest of the others. */
function conversationsToKeep(
	cursor: MessagesCursor | null,
	settled: readonly WatchedConversation[],
	waiting: ReadonlySet<string>,
	forgotten: number | null,
): MessagesCursor {
	const isSettled = new Set(settled.map(({ id }) => id));
	const others = (cursor?.conversations ?? []).filter(({ id }) => !isSettled.has(id));
	const [stillWaiting, unlisted] = partition(others, ({ id }) => waiting.has(id));
	const newest = sortBy([...settled, ...unlisted], ({ updated }) => -(updated ?? 0));
	const dropped = newest.slice(MOST_CONVERSATIONS).map(({ updated }) => updated);
	return {
		conversations: [...stillWaiting, ...newest.slice(0, MOST_CONVERSATIONS)],
		forgotten: max([forgotten, ...dropped]) ?? null,
	};
}
