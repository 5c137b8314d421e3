import { createHash } from 'crypto';

import { pull, sortBy } from 'lodash';

import type { Access } from '../../shared/api/credential';
import { clockUntil, type Clock } from './clock';
import type { Turn } from './hold';
import { Limits } from './limits';
import { Place, type NoTurn, type Terms, type Waiting } from './place';
import { Returns } from './returns';

/** Each run that waits holds about 11 MB in n8n 2, and is lost when n8n stops. */
const MOST_WAITING = 50;

/**
 * Lets out the calls of all runs of an account, first come, first served. Paced calls follow each
 * other no faster than their pace, and a slot that passed unused is gone; the others do not queue
 * for it. Limits hold calls up. A run has one place at a time, so that a single message never waits
 * for the end of a broadcast.
 */
export class AccountLine {
	/** In the order of their first calls. */
	private queue: Place[] = [];

	private tickets = 0;

	private readonly limits: Limits;

	/** When the next paced call may leave, in steady time. */
	private nextSlot = -Infinity;

	private readonly returns = new Returns();

	private isServed = false;

	/** @param random 0 (included) to 1 (not included) */
	constructor(
		private readonly clock: Clock,
		random: () => number,
	) {
		this.limits = new Limits(clock, random, () => this.serve());
	}

	/** A place for a run. */
	place(terms: Terms): Place {
		return new Place(terms, (place) => {
			this.enter(place);
		});
	}

	/** How long limits still hold up an operation, as far as is known. */
	leftMs(operation: string): number {
		return this.limits.leftMs(operation);
	}

	/** When an item that is handed back may come again, in wall time (`Returns`). */
	nextReturn(soonestMs: number, gapMs: number): number {
		const now = this.clock.wall();
		return this.returns.take(now, now + soonestMs, gapMs);
	}

	private enter(place: Place): void {
		const mayStay = place.hasSent || this.queue.includes(place);
		this.lineUp(place);
		this.serve();
		const isCrowded = this.queue.length > MOST_WAITING && place.waiting.length > 0;
		if (isCrowded && !mayStay) {
			pull(this.queue, place);
			for (const { resolve } of place.waiting.splice(0)) resolve({ why: 'crowded' });
			return;
		}
		void this.serveOn();
	}

	/** Puts a place where its first call belongs. */
	private lineUp(place: Place): void {
		const [first, second] = place.waiting;
		pull(this.queue, place);
		if (!first) return;
		if (first.ticket === Infinity) first.ticket = this.tickets += 1;
		const waitsFrom = Math.max(this.clock.steady(), place.nextSlot);
		first.deadline = Math.min(first.deadline, waitsFrom + place.terms.maxWaitMs);
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
			const gapMs = requestsPerSecond > 0 ? 1000 / requestsPerSecond : 0;
			const opensAt = this.limits.opensAt(first.operation);
			const leavesAt = Math.max(opensAt, gapMs > 0 ? slot : now);
			const noTurn = this.reasonAgainst(first, place.terms, leavesAt);
			if (noTurn) {
				this.leave(place);
				first.resolve(noTurn);
			} else if (leavesAt <= now) {
				if (gapMs > 0) this.nextSlot = place.nextSlot = now + gapMs;
				this.leave(place);
				slot = Math.max(now, this.nextSlot);
				first.resolve(this.depart(place, first.operation));
			} else {
				if (opensAt <= now) slot += gapMs;
				lookAt = Math.min(lookAt, leavesAt, first.deadline + 1);
				index += 1;
			}
		}
	}

	private depart(place: Place, operation: string): Turn {
		const turn = this.limits.depart(operation);
		const accepted = () => {
			place.hasSent = true;
			turn.accepted();
		};
		return { ...turn, accepted };
	}

	private leave(place: Place): void {
		place.waiting.shift();
		this.lineUp(place);
	}

	private reasonAgainst(call: Waiting, terms: Terms, leavesAt: number): NoTurn | null {
		if (call.isOver()) return { why: 'over' };
		const now = this.clock.steady();
		const cause = this.limits.causeOf(call.operation);
		// What may leave now has nothing to wait for, even where its time has just run out.
		const isFar = leavesAt > Math.max(now, call.deadline);
		if (!cause) return isFar ? { why: 'far', waitMs: leavesAt - now } : null;
		const waitMs = this.limits.leftMs(call.operation);
		const mayWait = terms.waitOnLimit || waitMs === 0;
		return mayWait && now + waitMs <= call.deadline ? null : { why: 'limit', waitMs, cause };
	}
}

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
