import { createHash } from 'crypto';
import { z } from 'zod';

/**
 * What has been seen of one list, as it is kept: the newest ones by a short hash of their id, and
 * for everything older a moment. `floor` is null as long as nothing was left out.
 */
export const seenSchema = z.object({
	floor: z.number().nullable(),
	/** Each entry: seconds since 1970 in base 36, 7 characters, then the hash. Oldest first. */
	entries: z.string(),
});

export type Seen = z.infer<typeof seenSchema>;

/** Something with an id and the moment it happened, in milliseconds since 1970. */
export interface Thing {
	id: string;
	time: number | null;
}

const TIME_LENGTH = 7;
/** 48 bits: the chance that a new one among a thousand is taken for another is 1 in 280 billion. */
const HASH_LENGTH = 8;
const ENTRY = new RegExp(`.{${TIME_LENGTH + HASH_LENGTH}}`, 'gs');
/** Comes after any time, so that what has none is forgotten last: no floor would cover it. */
const NO_TIME = '~'.repeat(TIME_LENGTH);

/** Nothing seen yet; what happened at `floor` or before counts as seen. */
export function nothingSeen(floor: number | null): Seen {
	return { floor, entries: '' };
}

/** A question that tells what is not among the seen. */
export function unseenIn({ floor, entries }: Seen): (thing: Thing) => boolean {
	const hashes = new Set(entriesIn(entries).map(hashIn));
	return ({ id, time }) =>
		!hashes.has(hashOf(id)) && (floor === null || time === null || time > floor);
}

/**
 * The same with more seen. Only the newest are remembered one by one; the floor rises to the newest
 * of those that are not, so that none of them comes again.
 * @param most how many to remember one by one
 */
export function see(seen: Seen, things: readonly Thing[], most: number): Seen {
	const byHash = new Map(entriesIn(seen.entries).map((entry) => [hashIn(entry), entry]));
	for (const { id, time } of things) {
		const hash = hashOf(id);
		const entry = timeCode(time) + hash;
		const before = byHash.get(hash) ?? '';
		// Should one come with two times, the later one counts.
		byHash.set(hash, before > entry ? before : entry);
	}
	const sorted = [...byHash.values()].sort();
	const surplus = Math.max(0, sorted.length - most);
	const forgotten = sorted[surplus - 1]?.slice(0, TIME_LENGTH) ?? NO_TIME;
	return {
		floor: forgotten === NO_TIME ? seen.floor : Math.max(seen.floor ?? 0, momentOf(forgotten)),
		entries: sorted.slice(surplus).join(''),
	};
}

function entriesIn(entries: string): string[] {
	return entries.match(ENTRY) ?? [];
}

function hashIn(entry: string): string {
	return entry.slice(TIME_LENGTH);
}

function hashOf(id: string): string {
	return createHash('sha256').update(id).digest('base64').slice(0, HASH_LENGTH);
}

/** Rounded up, so that a floor made of it is never before the moment itself. */
function timeCode(time: number | null): string {
	if (time === null) return NO_TIME;
	return Math.ceil(time / 1000)
		.toString(36)
		.padStart(TIME_LENGTH, '0');
}

function momentOf(code: string): number {
	return parseInt(code, 36) * 1000;
}
