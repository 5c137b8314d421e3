import { createHash } from 'crypto';

import { pull, sortBy, sortedIndexBy } from 'lodash';

import type { Access } from '../../shared/api/credential';
import type { FailedCall } from '../../shared/api/failedCall';
import { clockUntil, type Clock } from './clock';
import { Hold, type Turn } from './hold';

/** Each run that waits holds about 11 MB in n8n 2, and is lost when n8n stops. */
const MOST_WAITING = 50;
const PROBE_EVERY_MS = 300_000;

/** How the calls of a run go through the line. */
export interface Terms {
	/** 0 for no pacing */
	requestsPerSecond: number;
	/** How long a call may wait for its turn, for whatever reason. */
	maxWaitMs: number;
	/** Whether calls wait while a limit is known to hold; else they get no turn. */
	waitOnLimit: boolean;
}

/** Why a call gets no turn. */
export type NoTurn =
	/** It is not wanted any more; or as many runs wait as may. */
	| { why: 'over' | 'crowded' }
	/** Its turn is further away than it may wait. */
	| { why: 'far'; waitMs: number }
	/** A limit holds, or lasts longer than the call may wait. */
	| { why: 'limit'; waitMs: number; cause: FailedCall };

/** A call that waits for its turn. */
interface Waiting {
	operation: string;
	/** Whether it is not wanted any more. */
	isOver: () => boolean;
	/** Its order among the calls of its run. */
	number: number;
	/** Its order among all calls; Infinity until it is the first of its run. */
	ticket: number;
	/** In steady time, from then on. */
	deadline: number;
	resolve: (turn: Turn | NoTurn) => void;
}

/** The place of a run in a line: one, however many of its calls wait. */
export class Place {
	/** In the order in which they were first made. */
	readonly waiting: Waiting[] = [];

	/** Whether it has been let in before: then it is not kept out later on. */
	isKnown = false;

	private calls = 0;

	constructor(
		readonly terms: Terms,
		private readonly enter: (place: Place) => void,
	) {}

	/**
	 * A call to make.
	 * @param operation what Instagram's own limits count together
	 * @returns asks for a turn; asked again after a limit refused it, the call still comes before what
	 * came after it
	 */
	call(operation: string, isOver: () => boolean): () => Promise<Turn | NoTurn> {
		const number = (this.calls += 1);
		const call = { operation, isOver, number, ticket: Infinity, deadline: Infinity };
		return () =>
			new Promise((resolve) => {
				const waiting: Waiting = Object.assign(call, { resolve });
				this.waiting.splice(sortedIndexBy(this.waiting, waiting, 'number'), 0, waiting);
				this.enter(this);
			});
	}
}

/**
 * Lets out the calls of all runs of an account, first come, first served. Paced calls follow each
 * other no faster than their pace, and a slot that passed unused is gone; the others do not queue
 * for it. A limit holds up all calls, or those of one operation. A run has one place at a time, so
 * that a single message never waits for the end of a broadcast.
 */
export class AccountLine {
	/** In the order of their first calls. */
	private queue: Place[] = [];

	private tickets = 0;

	private readonly account: Hold;

	private readonly operations = new Map<string, Hold>();

	/** When the next paced call may leave, in steady time. */
	private nextSlot = -Infinity;

	/** In wall time. */
	private lastReturn = -Infinity;

	private isServed = false;

	/** @param random 0 (included) to 1 (not included) */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {
		this.account = new Hold(clock, random, PROBE_EVERY_MS);
	}

	/** A place for a run. */
	place(terms: Terms): Place {
		return new Place(terms, (place) => {
			this.enter(place);
		});
	}

	/** How long limits still hold up an operation, as far as is known. */
	leftMs(operation: string): number {
		return longestOf(this.holdsOn(operation));
	}

	/**
	 * When an item that is handed back may come again, in wall time: each one later than the last, so
	 * that they do not come back in one burst.
	 */
	nextReturn(soonestMs: number, gapMs: number): number {
		this.lastReturn = Math.max(this.clock.wall() + soonestMs, this.lastReturn + gapMs);
		return this.lastReturn;
	}

	private holdsOn(operation: string): [account: Hold, operation: Hold] {
		const hold = this.operations.get(operation) ?? new Hold(this.clock, this.random, Infinity);
		this.operations.set(operation, hold);
		return [this.account, hold];
	}

	private enter(place: Place): void {
		this.lineUp(place);
		this.serve();
		const isCrowded = this.queue.length > MOST_WAITING && place.waiting.length > 0;
		if (isCrowded && !place.isKnown) {
			pull(this.queue, place);
			for (const { resolve } of place.waiting.splice(0)) resolve({ why: 'crowded' });
			return;
		}
		place.isKnown = true;
		void this.serveOn();
	}

	/** Puts a place where its first call belongs. */
	private lineUp(place: Place): void {
		const [first, second] = place.waiting;
		pull(this.queue, place);
		if (!first) return;
		if (first.ticket === Infinity) first.ticket = this.tickets += 1;
		first.deadline = Math.min(first.deadline, this.clock.steady() + place.terms.maxWaitMs);
		// The calls of a run do not use up each other's time.
		if (second) second.deadline = Infinity;
		this.queue = sortBy([...this.queue, place], ({ waiting }) => waiting[0]?.ticket);
	}

	private async serveOn(): Promise<void> {
		if (this.isServed) return;
		this.isServed = true;
		while (this.queue.length > 0) await this.clock.until(() => this.serve());
		this.isServed = false;
	}

	/**
	 * Gives turns to all who may have one.
	 * @returns when to look again, in steady time; right away when nobody waits any more
	 */
	private serve(): number {
		const now = this.clock.steady();
		let lookAt = Infinity;
		let slot = Math.max(now, this.nextSlot);
		for (let index = 0; ;) {
			const place = this.queue[index];
			const first = place?.waiting[0];
			if (!first) return this.queue.length === 0 ? -Infinity : lookAt;
			const { requestsPerSecond } = place.terms;
			const opensAt = Math.max(...this.holdsOn(first.operation).map((hold) => hold.opensAt));
			const leavesAt = Math.max(opensAt, requestsPerSecond > 0 ? slot : now);
			const noTurn = this.reasonAgainst(first, place.terms, leavesAt);
			if (noTurn) {
				this.leave(place);
				first.resolve(noTurn);
			} else if (leavesAt <= now) {
				this.leave(place);
				if (requestsPerSecond > 0) this.nextSlot = now + 1000 / requestsPerSecond;
				slot = Math.max(now, this.nextSlot);
				first.resolve(this.turn(first.operation));
			} else {
				if (requestsPerSecond > 0 && opensAt <= now) slot += 1000 / requestsPerSecond;
				lookAt = Math.min(lookAt, leavesAt, first.deadline + 1);
				index += 1;
			}
		}
	}

	private leave(place: Place): void {
		place.waiting.shift();
		this.lineUp(place);
	}

	private reasonAgainst(call: Waiting, terms: Terms, leavesAt: number): NoTurn | null {
		if (call.isOver()) return { why: 'over' };
		const now = this.clock.steady();
		const holds = this.holdsOn(call.operation);
		const cause = holds.find(({ opensAt }) => opensAt > now)?.cause;
		if (!cause) return leavesAt > call.deadline ? { why: 'far', waitMs: leavesAt - now } : null;
		const waitMs = longestOf(holds);
		const mayWait = terms.waitOnLimit || waitMs === 0;
		return mayWait && now + waitMs <= call.deadline ? null : { why: 'limit', waitMs, cause };
	}

	private turn(operation: string): Turn {
		const [account, own] = this.holdsOn(operation);
		const [ofAccount, ofOperation] = [account.depart(), own.depart()];
		return {
			accepted: () => {
				ofAccount.accepted();
				ofOperation.accepted();
				this.serve();
			},
			refused: (failed) => {
				const [hit, other] =
					failed.limit?.hourly === true ? [ofAccount, ofOperation] : [ofOperation, ofAccount];
				hit.refused(failed);
				other.otherwise();
				this.serve();
			},
			otherwise: () => {
				ofAccount.otherwise();
				ofOperation.otherwise();
				this.serve();
			},
		};
	}
}

const longestOf = (holds: Hold[]) => Math.max(...holds.map(({ leftMs }) => leftMs));

const lines = new Map<string, AccountLine>();

/** The line of an account, the same for all executions in this process. */
export function lineOf({ apiKey, baseUrl }: Pick<Access, 'apiKey' | 'baseUrl'>): AccountLine {
	const account = JSON.stringify([apiKey, baseUrl]);
	const key = createHash('sha256').update(account).digest('hex');
	const clock = clockUntil(() => false);
	const line = lines.get(key) ?? new AccountLine(clock, Math.random);
	lines.set(key, line);
	return line;
}
