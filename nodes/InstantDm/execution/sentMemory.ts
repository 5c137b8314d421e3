import { createHash } from 'crypto';

import { isEmpty, isPlainObject } from 'lodash';
import { z } from 'zod';

import type { ApiRequest } from '../../shared/api/request';
import { failureSchema } from '../../shared/api/result';
import type { JsonObject } from '../../shared/json/exactJson';

const recordSchema = z.object({
	answers: z.array(z.custom<JsonObject>(isPlainObject)),
	uncertain: failureSchema.nullable(),
});

/**
 * What has been sent for one item: the answers of the calls that got through, in order, and why the
 * last one is uncertain while it is out, or for good when nobody can tell whether it arrived.
 */
export type SentRecord = z.infer<typeof recordSchema>;

const memorySchema = z.object({ run: z.string(), items: z.record(recordSchema) });

type Memory = z.infer<typeof memorySchema>;

// The kept object itself is used on, not a parsed copy: runs of a tool may share it.
const isMemory = (kept: unknown): kept is Memory => memorySchema.safeParse(kept).success;

/** What tells the messages of a run apart. */
export interface SentItem {
	item: number;
	/** Whom or what it is for; null where that is not known. */
	orderKey: string | null;
	requests: ApiRequest[];
	/** n8n's ID of the file behind each temporary URL in them. */
	files: ReadonlyMap<unknown, string>;
}

const KEY = 'instantDmSent';

/**
 * Remembers what went out, so that n8n's Retry On Fail, which runs a node again with all items,
 * and a retried execution send nothing twice. Lives in n8n's node context, hence as long as the
 * execution and in no other; JSON only, since n8n stores it.
 */
export class SentMemory {
	private readonly used = new Set<string>();

	private memory: Memory;

	/**
	 * @param store n8n's context of the node
	 * @param run names the run of the node within the execution, and what it does: a retry has the
	 * same name, the next round of a loop another, and what an earlier round sent is forgotten
	 * @param keyOf tells the messages of a run apart
	 */
	constructor(
		private readonly store: Record<string, unknown>,
		private readonly run: string,
		private readonly keyOf: typeof placeKey,
	) {
		this.memory = this.attached();
	}

	/** The same object for each try of a run. */
	get identity(): object {
		return this.memory;
	}

	/** The record of an item, the one to write on. */
	recall(item: SentItem): SentRecord {
		// Another call of a tool, running beside this one, may have emptied the store meanwhile.
		if (this.store[KEY] !== this.memory) this.memory = this.attached();
		const key = this.keyOf(item);
		this.used.add(key);
		return (this.memory.items[key] ??= nothingSent());
	}

	/** Drops what this run wrote: it is over, and the same message may go out again on purpose. */
	forget(): void {
		for (const key of this.used) Reflect.deleteProperty(this.memory.items, key);
		const isOurs = this.store[KEY] === this.memory;
		if (isOurs && isEmpty(this.memory.items)) Reflect.deleteProperty(this.store, KEY);
	}

	private attached(): Memory {
		const kept = this.store[KEY];
		const memory = isMemory(kept) && kept.run === this.run ? kept : { run: this.run, items: {} };
		this.store[KEY] = memory;
		return memory;
	}
}

/** The record of an item before anything is sent for it. */
export function nothingSent(): SentRecord {
	return { answers: [], uncertain: null };
}

/**
 * Names what an item sends by its place in the run and whom it is for. The words are left out on
 * purpose: a text that holds the time of day differs in the retry, yet the person has had the
 * message.
 */
export function placeKey({ item, orderKey }: SentItem): string {
	return `${item} ${orderKey ?? ''}`;
}

/**
 * Names what an AI tool sends by its content: n8n retries a failed tool call as a new run, and only
 * the same words to the same person tell it from another message of the agent's. A file counts by
 * its ID, since its URL is signed anew in each try.
 */
export function contentKey({ requests, files }: SentItem): string {
	const content = JSON.stringify(requests, (_key, value: unknown) => files.get(value) ?? value);
	return createHash('sha256').update(content).digest('hex');
}
