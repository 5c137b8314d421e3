import { createHash } from 'crypto';
import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import { isToldApartByDelivery, simplify } from '../shared/events/simplify';
import { Memories } from './memories';
import type { Received } from './receive';
import { ignored, rejected, type Refusal } from './responses';
import type { Settings } from './settings/settings';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MOST_REMEMBERED = 100_000;
/** A Map finds its first entry slowly after many before it were deleted, so many are at a time. */
const FORGOTTEN_AT_ONCE = 10_000;
/** Meta repeats a delivery for 36 hours (Meta, Webhooks setup). */
const TWO_DAYS = 48 * 60 * MINUTE;
/** A second press of the same button within this time is taken for a redelivery of the first. */
export const HALF_A_MINUTE = 30 * SECOND;
/** How long a copy waits to hear what became of the one before it. */
const LONGEST_WAIT = 10 * SECOND;
const BETWEEN_LOOKS = 50;
/**
 * How long n8n may take over a delivery after its sender has hung up: with a limit on executions at
 * once (N8N_CONCURRENCY_PRODUCTION_LIMIT) it waits for its turn, however long that takes.
 */
const LONGEST_CLAIM = 60 * MINUTE;
/** Longer ids, such as those of messages, are remembered by their hash. */
const LONGEST_KEPT = 40;

/** What the memory needs to know of the response to a delivery. */
export interface Answering {
	readonly statusCode: number;
	/** Whether it has been written, even to a sender that hung up. */
	readonly writableEnded: boolean;
}

/** What tells one event from all others, and for how long, in milliseconds. */
export interface Identity {
	key: string;
	countsFor: number;
	/** What tells it just as well, for another time. */
	also?: Identity;
}

/** An event of a delivery that n8n is taking over. */
interface Claim {
	readonly response: Answering;
	readonly since: number;
	readonly countsFor: number;
}

/**
 * The events that have started an execution, so that their redeliveries start none. An event counts
 * as seen only when the response to its delivery says that n8n took the execution over; until then
 * it is claimed, and after an error it is free again. What became of a claim is looked up when the
 * next delivery comes. Kept in this process's memory: the last 100,000 events.
 */
export class Duplicates {
	/** Key to the moment until which it counts, in the order in which they came. */
	private readonly seen = new Map<string, number>();
	private readonly claims = new Map<string, Claim>();

	/** @param now milliseconds since 1970 */
	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * Claims the events that are new. Where one of them is being taken over at this moment, waits to
	 * hear whether that succeeded, for at most 10 seconds.
	 * @returns for each event whether it is new; 'busy' where that took too long, with nothing claimed
	 */
	async claim(events: readonly Identity[], response: Answering): Promise<boolean[] | 'busy'> {
		const wanted = events.map((event) =>
			identitiesOf(event).map(({ key, countsFor }) => ({ key: shorten(key), countsFor })),
		);
		for (let waited = 0; this.isAnyClaimed(wanted.flat()); waited += BETWEEN_LOOKS) {
			if (waited >= LONGEST_WAIT) return 'busy';
			await sleep(BETWEEN_LOOKS);
		}
		return wanted.map((identities) => {
			if (identities.some(({ key }) => this.claims.has(key) || this.isSeen(key))) return false;
			for (const { key, countsFor } of identities) {
				this.claims.set(key, { response, since: this.now(), countsFor });
			}
			return true;
		});
	}

	/** Whether nothing is remembered here any more. */
	get isIdle(): boolean {
		this.settle();
		this.forgetOld();
		return this.seen.size === 0 && this.claims.size === 0;
	}

	private isAnyClaimed(identities: readonly Identity[]): boolean {
		this.settle();
		return identities.some(({ key }) => this.claims.has(key));
	}

	private settle(): void {
		const earliest = this.now() - LONGEST_CLAIM;
		for (const [key, { response, since, countsFor }] of this.claims) {
			const { writableEnded, statusCode } = response;
			if (!writableEnded && since > earliest) continue;
			this.claims.delete(key);
			if (writableEnded && statusCode < 300) this.remember(key, since + countsFor);
		}
	}

	private isSeen(key: string): boolean {
		return this.now() < (this.seen.get(key) ?? -Infinity);
	}

	private remember(key: string, until: number): void {
		this.seen.delete(key);
		this.seen.set(key, until);
		if (this.seen.size >= MOST_REMEMBERED + FORGOTTEN_AT_ONCE) this.forgetOld();
	}

	private forgetOld(): void {
		const now = this.now();
		for (const [key, until] of this.seen) {
			if (now < until && this.seen.size <= MOST_REMEMBERED) return;
			this.seen.delete(key);
		}
	}
}

function identitiesOf({ also, ...identity }: Identity): Identity[] {
	return also ? [identity, also] : [identity];
}

/** Short ids as they are; long ones as 96 bits, enough that no two events meet by chance. */
function shorten(id: string): string {
	if (id.length <= LONGEST_KEPT) return id;
	return createHash('sha256').update(id).digest().toString('base64', 0, 12);
}

/** By workflow and node. */
const memories = new Memories(() => new Duplicates());

/** Those that have started no execution yet. A sample sent again while testing is not one of them. */
export async function withoutDuplicates(
	context: IWebhookFunctions,
	received: Received[],
	{ deduplicate }: Settings['options'],
): Promise<Refusal | Received[]> {
	const workflowId = context.getWorkflow().id;
	const isTest = context.getMode() === 'manual';
	if (!deduplicate || isTest || workflowId === undefined) return received;
	const memory = memories.of(`${workflowId}:${context.getNode().id}`);
	const isNew = await memory.claim(received.map(identityOf), context.getResponseObject());
	if (isNew === 'busy') return rejected('busy');
	const wanted = received.filter((_, index) => isNew[index]);
	return wanted.length > 0 ? wanted : ignored('duplicate');
}

/**
 * Its `eventId`; and where only X-Timestamp, which nobody signs, tells it from others like it, the
 * same without X-Timestamp, for a short while.
 */
function identityOf({ element, item }: Received): Identity {
	const asDelivered = { key: item.eventId, countsFor: TWO_DAYS };
	if (!isToldApartByDelivery(element)) return asDelivered;
	const brief = { key: simplify(element, null).eventId, countsFor: HALF_A_MINUTE };
	return item.deliveredAt === null ? brief : { ...asDelivered, also: brief };
}
