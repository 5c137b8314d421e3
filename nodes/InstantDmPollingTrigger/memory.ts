import { z } from 'zod';

import { parseJson } from '../shared/json/exactJson';

/** All moments are milliseconds since 1970, by InstantDM's clock. */
const moment = z.number().nullable();
/** The number of a poll, counted from the first. */
const turn = z.number();

const known = z.object({
	/** What happened up to this moment is known. */
	knownUntil: z.number(),
	/** The newest ones: seconds since 1970 in base 36, 7 characters, then the hash of the id. */
	ids: z.string(),
});

const entry = known.extend({
	id: z.string(),
	/** When a post was published or a conversation last changed. */
	time: moment,
	/** A post's product type; a hash of a conversation's last message. */
	shows: z.string(),
	/** A post's comments, a conversation's unread messages, as the list says; null where it does not. */
	count: z.number().nullable(),
	/** Whether the list of posts still has it. */
	isListed: z.boolean(),
	/** Whether it was read to the end once. */
	isRead: z.boolean(),
	/** Its turn to be read, the lowest first; null where nothing has changed. */
	turn: turn.nullable(),
	/** How many new ones its count says there are. */
	expected: z.number(),
	/** Where a reading broke off: the place, what it read, and whether something changed meanwhile. */
	rest: z.object({ after: z.string().nullable(), ids: z.string(), again: z.boolean() }).nullable(),
	/** How often in a row it could not be read. */
	failures: z.number(),
	/** When its first page was last looked at again. */
	looked: turn,
	/** The next of its other pages to look at, and when one was last looked at. */
	deeper: z.object({ after: z.string(), looked: turn }).nullable(),
});

const list = z.object({
	/** Nothing up to this moment is new: that of the first poll, less what it was to look back. */
	since: z.number(),
	/** Whether all of it was listed once, with something in it to watch. */
	hasBegun: z.boolean(),
	/** Nothing in an entry that is not remembered is new up to this moment. */
	knownUntil: z.number(),
	/** The time of the newest entry ever listed. */
	newest: z.number(),
	/** Where listing broke off (null: begin again), and the time of an entry that is old enough. */
	rest: z.object({ after: z.string().nullable(), until: z.number() }).nullable(),
	entries: z.array(z.tuple([z.string(), entry])).transform((pairs) => new Map(pairs)),
});

const memory = z.object({
	version: z.literal(2),
	/** Which first poll all of this goes back to. */
	born: z.string(),
	polls: turn,
	/** When the last poll began. */
	polled: z.number(),
	/** A hash of the API key: with another key it may be another account. */
	key: z.string(),
	account: z.object({ id: z.string().nullable(), username: z.string().nullable() }),
	lists: z.object({
		comment: list.nullable().catch(null),
		dm_received: list.nullable().catch(null),
	}),
});

export type Known = z.infer<typeof known>;
/** What is remembered of a post or a conversation. */
export type Entry = z.infer<typeof entry>;
/** What is remembered of the list of posts or of conversations. */
export type ListMemory = z.infer<typeof list>;
/** All that the trigger keeps from one poll to the next. */
export type Memory = z.infer<typeof memory>;

/** @param cursor what n8n kept; null where this version of the node cannot read it */
export function readMemory(cursor: unknown): Memory | null {
	if (typeof cursor !== 'string') return null;
	return memory.safeParse(parseJson(cursor)).data ?? null;
}

/** As one string, for n8n's static data. */
export function writeMemory(kept: Memory): string {
	return JSON.stringify(kept, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
