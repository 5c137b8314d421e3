import { createHash } from 'crypto';

import { isObject, type JsonObject } from '../../shared/json/exactJson';
import type { Failure } from '../../shared/api/result';

/**
 * What has been sent for one item: the answers of the calls that got through, in order, and why the
 * last one is uncertain while it is out, or for good when nobody can tell whether it arrived. JSON
 * only, since n8n stores it.
 */
export interface SentRecord {
	answers: JsonObject[];
	uncertain: Failure | null;
}

/** What tells the messages of a run apart. */
interface SentItem {
	/** How many items before it are for the same; where that cannot be told, how many there are. */
	place: number;
	/** Whom or what it is for; null where that is not known. */
	orderKey: string | null;
	/** What has been read for it, by parameter. */
	values: ReadonlyMap<string, unknown>;
}

interface Origin {
	name: string | null;
	isRetried: boolean;
}

interface Kept {
	run: string;
	items: Record<string, SentRecord>;
}

const KEY = 'instantDmSent';

/** More are forgotten, the oldest first: about 10 MB. */
const MOST_HERE = 20_000;

/**
 * What was sent in this process. n8n starts each retry by hand with what the original execution had
 * stored: a second one would not know of the first, and of an execution that was cancelled n8n
 * stores what it began with.
 */
const sentHere = new Map<string, SentRecord>();

/**
 * Remembers what was sent, so that n8n's Retry On Fail, which runs a node again with all items, and
 * a retried execution send nothing twice.
 */
export class SentMemory {
	/** Whether an earlier try may have sent something of this run. */
	readonly isRetry: boolean;
	/** Those of the records that were recalled, in this process. */
	private readonly names = new Set<string>();

	/**
	 * @param store n8n's context of the node: lives as long as the execution and is stored with it
	 * @param run names the run of the node within the execution, and what it does: a retry has the
	 * same name, the next round of a loop another, and what an earlier round sent is forgotten
	 * @param keyOf tells the messages of a run apart
	 * @param origin names the node in the execution that was there first, where that is known; a retry
	 * by hand has the name of the original
	 */
	constructor(
		private readonly store: Record<string, unknown>,
		private readonly run: string,
		private readonly keyOf: (item: SentItem) => string,
		private readonly origin: Origin = { name: null, isRetried: false },
	) {
		this.isRetry = origin.isRetried || this.before() !== null;
	}

	/** The record of an item, the one to write on. */
	recall(item: SentItem): SentRecord {
		const key = this.keyOf(item);
		const { items } = this.kept();
		const record = this.withOrigin(key, items[key]) ?? nothingSent();
		items[key] = record;
		return record;
	}

	/** Drops what the run wrote into n8n's store: it is over, and its items do not come again. */
	forget(): void {
		Reflect.deleteProperty(this.store, KEY);
	}

	/** Drops what this process knows of the run, for which a retried execution is to send again. */
	forgetHere(): void {
		for (const name of this.names) sentHere.delete(name);
	}

	private kept(): Kept {
		const kept = this.before() ?? { run: this.run, items: {} };
		this.store[KEY] = kept;
		return kept;
	}

	private before(): Kept | null {
		const before = this.store[KEY];
		return isKept(before) && before.run === this.run ? before : null;
	}

	private withOrigin(key: string, stored: SentRecord | undefined): SentRecord | undefined {
		const { name: origin, isRetried } = this.origin;
		if (origin === null) return stored;
		const name = JSON.stringify([origin, this.run, key]);
		const known = isRetried ? sentHere.get(name) : undefined;
		const record = known && isFurther(known, stored) ? known : (stored ?? nothingSent());
		this.names.add(name);
		sentHere.delete(name);
		sentHere.set(name, record);
		const [oldest] = sentHere.keys();
		if (sentHere.size > MOST_HERE && oldest !== undefined) sentHere.delete(oldest);
		return record;
	}
}

/** What this package itself wrote. */
function isKept(kept: unknown): kept is Kept {
	return isObject(kept) && isObject(kept.items);
}

function isFurther(known: SentRecord, stored: SentRecord | undefined): boolean {
	return stored === undefined || known.answers.length >= stored.answers.length;
}

/** The record of an item before anything is sent for it. */
export function nothingSent(): SentRecord {
	return { answers: [], uncertain: null };
}

const busy = new WeakMap<SentRecord, Promise<unknown>>();

/**
 * Does one piece of work after the other for those that share a record: two calls of an AI tool at
 * the same moment, or two retries. The second finds what the first has sent.
 */
export async function afterOthers<Result>(
	record: SentRecord,
	work: () => Promise<Result>,
): Promise<Result> {
	const others = busy.get(record) ?? Promise.resolve();
	const done = others.then(work, work);
	busy.set(record, done);
	return await done;
}

/**
 * Names what an item sends by whom it is for and its place among the items for the same. A retry
 * from the beginning may find other items around it, such as a new row at the top of a sheet. The
 * words are left out on purpose: a text that holds the time of day differs in the retry, but the
 * person has had the message.
 */
export function placeKey({ place, orderKey }: SentItem): string {
	return `${place} ${orderKey ?? ''}`;
}

/**
 * Names what an AI tool sends by what was read for it: n8n runs each call and each retry of a tool
 * as a new run, and only the same words to the same person tell one from another message of the
 * agent's.
 */
export function contentKey({ values }: SentItem): string {
	return createHash('sha256')
		.update(JSON.stringify([...values], plainly))
		.digest('hex');
}

/** A model may give an ID as a number, or a space more: that makes no other words and nobody else. */
function plainly(_: string, value: unknown): unknown {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : value;
}
