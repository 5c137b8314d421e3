import { createHash } from 'crypto';
import { z } from 'zod';

import { parseJson } from '../shared/json/exactJson';

/** All moments are milliseconds since 1970. */
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
	/** Whether it was refused the last time. */
	isFailing: z.boolean(),
	/** When its first page was last looked at again. */
	looked: turn,
	/** The next of its other pages to look at, and when one was last looked at. */
	deeper: z.object({ after: z.string(), looked: turn }).nullable(),
});

const list = z.object({
	/** Nothing before this moment is new: that of the first poll, less what it was to look back. */
	since: z.number(),
	/** Whether all of it was listed once. */
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
	/** When the last poll was. */
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

/** Something with an id and the moment it happened. */
export interface Thing {
	id: string;
	time: number | null;
}

const TIME_LENGTH = 7;
/** 48 bits: the chance that a new one among a thousand is taken for another is 1 in 280 billion. */
const HASH_LENGTH = 8;
const ID_LENGTH = TIME_LENGTH + HASH_LENGTH;
const ID = new RegExp(`.{${ID_LENGTH}}`, 'gs');
/** Comes after any time, so that what has none is forgotten last: no moment would cover it. */
const NO_TIME = '~'.repeat(TIME_LENGTH);

/** A question that finds out whether something is new. */
export function isUnknown({ knownUntil, ids }: Known): (thing: Thing) => boolean {
	const hashes = new Set(idsIn(ids).map(hashIn));
	return ({ id, time }) => !hashes.has(hashOf(id)) && (time === null || time > knownUntil);
}

/**
 * The same with more known. Only the newest are known one by one; `knownUntil` rises to the newest
 * of those that are not, so that none of them comes again.
 * @param most how many to know one by one
 */
export function remember(before: Known, things: readonly Thing[], most: number): Known {
	const byHash = new Map<string, string>();
	const add = (id: string) => {
		const other = byHash.get(hashIn(id)) ?? '';
		// If one comes with two times, the later one counts.
		byHash.set(hashIn(id), other > id ? other : id);
	};
	idsIn(before.ids).forEach(add);
	for (const { id, time } of things) add(timeCode(time) + hashOf(id));
	const sorted = [...byHash.values()].sort();
	const surplus = Math.max(0, sorted.length - most);
	const forgotten = sorted[surplus - 1]?.slice(0, TIME_LENGTH) ?? NO_TIME;
	return {
		knownUntil: Math.max(before.knownUntil, forgotten === NO_TIME ? 0 : momentOf(forgotten)),
		ids: sorted.slice(surplus).join(''),
	};
}

/** How many are known one by one. */
export function countIds(ids: string): number {
	return ids.length / ID_LENGTH;
}

function idsIn(ids: string): string[] {
	return ids.match(ID) ?? [];
}

function hashIn(id: string): string {
	return id.slice(TIME_LENGTH);
}

function hashOf(id: string): string {
	return createHash('sha256').update(id).digest('base64').slice(0, HASH_LENGTH);
}

/** Rounded up, so that a moment made of it is never before the moment itself. */
function timeCode(time: number | null): string {
	if (time === null) return NO_TIME;
	return Math.ceil(time / 1000)
		.toString(36)
		.padStart(TIME_LENGTH, '0');
}

function momentOf(code: string): number {
	return parseInt(code, 36) * 1000;
}
