import { createHash } from 'crypto';
import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import type { Received } from './receive';
import type { Settings } from './settings/settings';

const MINUTE = 60_000;
const MOST_REMEMBERED = 100_000;
/** Meta repeats a delivery for 36 hours (Meta, Webhooks setup). */
const LONGEST_REMEMBERED = 48 * 60 * MINUTE;
/** How long a copy waits to hear what became of the one before it. */
const LONGEST_WAIT = 10_000;
const BETWEEN_LOOKS = 50;
/**
 * How long n8n may take over a delivery after its sender has hung up: with a limit on executions at
 * once (N8N_CONCURRENCY_PRODUCTION_LIMIT) it waits for its turn, however long that takes.
 */
const LONGEST_CLAIM = 60 * MINUTE;
const BETWEEN_SWEEPS = 1000;
/** Longer ids, such as those of messages, are remembered by their hash. */
const LONGEST_KEPT = 40;

/** What the memory needs to know of the response to a delivery. */
export interface Answering {
	readonly statusCode: number;
	/** Whether it has been written, to whomever. */
	readonly writableEnded: boolean;
	/** Whether nobody reads it any more. */
	readonly closed: boolean;
	once(event: 'finish' | 'close', listener: () => void): unknown;
}

/** The events of one delivery that n8n is taking over. */
interface Claim {
	readonly keys: readonly string[];
	readonly response: Answering;
	readonly since: number;
}

/**
 * The events that have started an execution, so that their redeliveries start none. An event counts
 * as seen only when the response to its delivery says that n8n took the execution over; until then
 * it is claimed, and after an error it is free again. Kept in this process's memory: the last
 * 100,000 events, each of which counts for 48 hours.
 */
export class Duplicates {
	/** Key to the moment it was seen; oldest first. */
	private readonly seen = new Map<string, number>();
	private readonly claims = new Map<string, Claim>();
	/** Claims whose sender has hung up. */
	private readonly abandoned = new Set<Claim>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * Claims the events that are new. Where one of them is being taken over at this moment, waits to
	 * hear whether that succeeded, for at most 10 seconds: a sender that got no response asks again.
	 * @returns for each id whether it is new
	 */
	async claim(ids: readonly string[], response: Answering): Promise<boolean[]> {
		const keys = ids.map(shorten);
		for (let waited = 0; waited < LONGEST_WAIT && this.isAnyClaimed(keys);) {
			await sleep(BETWEEN_LOOKS);
			waited += BETWEEN_LOOKS;
		}
		const fresh = new Set(keys.filter((key) => !this.isSeen(key) && !this.claims.has(key)));
		const claim = { keys: [...fresh], response, since: this.now() };
		for (const key of fresh) this.claims.set(key, claim);
		if (fresh.size > 0) this.settleWhenAnswered(claim);
		// The first of two equal ids is the new one.
		return keys.map((key) => fresh.delete(key));
	}

	/** Whether nothing is remembered here any more. */
	get isEmpty(): boolean {
		this.forgetOld();
		return this.seen.size === 0 && this.claims.size === 0;
	}

	private isAnyClaimed(keys: readonly string[]): boolean {
		return keys.some((key) => {
			const claim = this.claims.get(key);
			if (claim?.response.writableEnded) this.settle(claim);
			return this.claims.has(key);
		});
	}

	private settleWhenAnswered(claim: Claim): void {
		const { response } = claim;
		if (response.closed) {
			this.abandon(claim);
			return;
		}
		response.once('finish', () => {
			this.settle(claim);
		});
		response.once('close', () => {
			this.abandon(claim);
		});
	}

	/** A sender that hung up early may have an execution all the same; nobody tells when. */
	private abandon(claim: Claim): void {
		if (claim.response.writableEnded) {
			this.settle(claim);
			return;
		}
		this.abandoned.add(claim);
		if (this.abandoned.size === 1) void this.sweep();
	}

	private async sweep(): Promise<void> {
		while (this.abandoned.size > 0) {
			await sleep(BETWEEN_SWEEPS);
			for (const claim of this.abandoned) {
				const isLate = this.now() - claim.since >= LONGEST_CLAIM;
				if (!claim.response.writableEnded && !isLate) continue;
				this.abandoned.delete(claim);
				this.settle(claim);
			}
		}
	}

	private settle(claim: Claim): void {
		const { writableEnded, statusCode } = claim.response;
		const isTakenOver = writableEnded && statusCode < 300;
		for (const key of claim.keys) {
			if (this.claims.get(key) !== claim) continue;
			this.claims.delete(key);
			if (isTakenOver) this.remember(key);
		}
	}

	private isSeen(key: string): boolean {
		const since = this.seen.get(key) ?? -Infinity;
		return this.now() - since < LONGEST_REMEMBERED;
	}

	private remember(key: string): void {
		this.seen.delete(key);
		this.seen.set(key, this.now());
		this.forgetOld();
	}

	private forgetOld(): void {
		for (const [key, since] of this.seen) {
			const isOld = this.now() - since >= LONGEST_REMEMBERED;
			if (!isOld && this.seen.size <= MOST_REMEMBERED) return;
			this.seen.delete(key);
		}
	}
}

/** Short ids as they are; long ones as 96 bits, enough that no two events meet by chance. */
function shorten(id: string): string {
	if (id.length <= LONGEST_KEPT) return id;
	return createHash('sha256').update(id).digest().toString('base64', 0, 12);
}

/** Those that have started no execution yet. A sample sent again while testing is not one of them. */
export async function withoutDuplicates(
	context: IWebhookFunctions,
	received: Received[],
	{ deduplicate }: Settings['options'],
): Promise<Received[]> {
	const workflowId = context.getWorkflow().id;
	const isTest = context.getMode() === 'manual';
	if (!deduplicate || isTest || workflowId === undefined) return received;
	const isNew = await duplicatesOf(workflowId, context.getNode().id).claim(
		received.map(({ item }) => item.eventId),
		context.getResponseObject(),
	);
	return received.filter((_, index) => isNew[index]);
}

/** By workflow and node; that of a trigger which is gone is dropped once it remembers nothing. */
const memories = new Map<string, Duplicates>();

function duplicatesOf(workflowId: string, nodeId: string): Duplicates {
	const name = `${workflowId}:${nodeId}`;
	const known = memories.get(name);
	if (known) return known;
	for (const [other, memory] of memories) {
		if (memory.isEmpty) memories.delete(other);
	}
	const memory = new Duplicates();
	memories.set(name, memory);
	return memory;
}
