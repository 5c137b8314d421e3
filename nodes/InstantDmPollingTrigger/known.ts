import { createHash } from 'crypto';

import type { Known } from './memory';

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

/** When the newest of those happened that are known one by one; 0 where none says so. */
export function newestOf(ids: string): number {
	const codes = idsIn(ids).map((id) => id.slice(0, TIME_LENGTH));
	const newest = codes.findLast((code) => code !== NO_TIME);
	return newest === undefined ? 0 : momentOf(newest);
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
