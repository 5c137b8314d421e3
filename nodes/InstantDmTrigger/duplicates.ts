import { createHash } from 'crypto';
import { sleep, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';

import type { Received } from './receive';
import type { Settings } from './settings/settings';

const MINUTE = 60_000;
const MOST_REMEMBERED = 100_000;
/** Meta repeats a delivery for 36 hours (Meta, Webhooks setup). */
const LONGEST_REMEMBERED = 48 * 60 * MINUTE;
/** How long a copy waits to hear what became of the one before it. */
const LONGEST_WAIT = 10_000;
/** How long n8n may still take over an execution after the sender has hung up. */
const GRACE = 3000;
const BETWEEN_LOOKS = 50;
/** Longer ids, such as those of messages, are remembered by their hash. */
const LONGEST_KEPT = 40;

/** What the memory needs to know of the answer to a delivery. */
export interface Answering {
	readonly statusCode: number;
	readonly writableEnded: boolean;
	once(event: 'finish' | 'close', listener: () => void): unknown;
}

/**
 * The events that have started an execution, so that their redeliveries start none. An event counts
 * as seen only when the answer to its delivery says that n8n took the execution over; until then it
 * is claimed, and after an error it is free again. Kept in this process's memory: the last 100,000
 * events, each of which counts for 48 hours.
 */
export class Duplicates {
	/** Id to the moment it was seen; oldest first. */
	private readonly seen = new Map<string, number>();
	private readonly claimed = new Map<string, Answering>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * Claims the events that are new. Where one of them is being taken over at this moment, waits to
	 * hear whether that succeeded, for at most 10 seconds: a sender that got no answer asks again.
	 * @returns for each id whether it is new
	 */
	async claim(ids: readonly string[], response: Answering): Promise<boolean[]> {
		const keys = ids.map(shorten);
		for (let waited = 0; waited < LONGEST_WAIT && this.isAnyClaimed(keys);) {
			await sleep(BETWEEN_LOOKS);
			waited += BETWEEN_LOOKS;
		}
		const mine: string[] = [];
		const isNew = keys.map((key) => {
			if (this.isSeen(key) || this.claimed.has(key)) return false;
			this.claimed.set(key, response);
			mine.push(key);
			return true;
		});
		this.settleWhenAnswered(mine, response);
		return isNew;
	}

	private isAnyClaimed(keys: readonly string[]): boolean {
		return keys.some((key) => {
			const response = this.claimed.get(key);
			if (response?.writableEnded) this.settle(key, response);
			return this.claimed.has(key);
		});
	}

	private settleWhenAnswered(keys: readonly string[], response: Answering): void {
		const settleAll = () => {
			for (const key of keys) this.settle(key, response);
		};
		response.once('finish', settleAll);
		response.once('close', () => {
			// A sender that hung up early may have an execution all the same.
			if (response.writableEnded) settleAll();
			else void sleep(GRACE).then(settleAll);
		});
	}

	private settle(key: string, response: Answering): void {
		if (this.claimed.get(key) !== response) return;
		this.claimed.delete(key);
		if (!response.writableEnded || response.statusCode >= 300) return;
		this.remember(key);
	}

	private isSeen(key: string): boolean {
		const since = this.seen.get(key) ?? -Infinity;
		return this.now() - since < LONGEST_REMEMBERED;
	}

	private remember(key: string): void {
		this.seen.delete(key);
		this.seen.set(key, this.now());
		const [oldest] = this.seen.keys();
		if (this.seen.size > MOST_REMEMBERED && oldest !== undefined) this.seen.delete(oldest);
	}
}

/** Short ids as they are; long ones as 96 bits, enough that no two events meet by chance. */
function shorten(id: string): string {
	if (id.length <= LONGEST_KEPT) return id;
	return createHash('sha256').update(id).digest().toString('base64', 0, 12);
}

const memories = new Map<string, Duplicates>();

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

/** The memory of one trigger node in one workflow. */
function duplicatesOf(workflowId: string, nodeId: string): Duplicates {
	const key = `${workflowId}:${nodeId}`;
	const known = memories.get(key);
	if (known) return known;
	const memory = new Duplicates();
	memories.set(key, memory);
	return memory;
}

/** Switching the workflow off ends the memory; the end of a test leaves that of production alone. */
export function forgetSeen(context: IHookFunctions): void {
	const isTest = context.getNodeWebhookUrl('default')?.includes('/webhook-test/') === true;
	const workflowId = context.getWorkflow().id;
	if (!isTest && workflowId !== undefined) memories.delete(`${workflowId}:${context.getNode().id}`);
}
