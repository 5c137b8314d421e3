import type { Limit } from '../../shared/api/failedCall';
import type { Clock } from './clock';

const HOUR = 3_600_000;
// The server's clock need not agree with ours to the second.
const PAST_THE_HOUR = 1000;
const FIRST_BACK_OFF = 2000;
// A server that says "again in 0 seconds" and does not mean it would be hammered.
const SHORTEST_HOLD = 1000;

/** How fast calls may follow each other, and how long limits may hold them up in all. */
interface Pace {
	/** 0 for no pacing */
	requestsPerSecond: number;
	/** seconds */
	maxWait: number;
}

/**
 * Lets the calls of a run out one after the other, first come, first served, and none before a
 * certain time. Each call moves that time on by the pace; a slot that passed unused is gone, so a
 * pause is never made up for by a burst. A rate limit moves it on too: to Retry-After, else, for
 * InstantDM's hourly limit, to shortly after the top of the hour, else ever further with jitter.
 */
export class Throttle {
	/** In the clock's steady time. */
	private opensAt = -Infinity;

	private turns = Promise.resolve(0);

	private holds = 0;

	private held = 0;

	private holdsSinceSuccess = 0;

	/** @param random 0 (included) to 1 (not included) */
	constructor(
		private readonly pace: Pace,
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/**
	 * Resolves when the next call may go out.
	 * @returns the number of holds so far, which `refused` asks for
	 */
	turn(): Promise<number> {
		this.turns = this.turns.then(async () => {
			let slot = this.clock.steady();
			await this.clock.until(() => (slot = Math.max(slot, this.opensAt)));
			const { requestsPerSecond } = this.pace;
			this.opensAt = slot + (requestsPerSecond === 0 ? 0 : 1000 / requestsPerSecond);
			return this.holds;
		});
		return this.turns;
	}

	accepted(): void {
		this.holdsSinceSuccess = 0;
	}

	/**
	 * A call ran into the limit. Several calls that were out at the same time share one hold.
	 *
	 * @param turn what `turn` gave that call
	 * @returns null when the call may take another turn, else the wait in milliseconds that would be
	 * needed and is longer than allowed
	 */
	refused(limit: Limit, turn: number): number | null {
		if (this.holds !== turn) return null;
		const wait = this.waitFor(limit);
		if (this.held + wait > this.pace.maxWait * 1000) return wait;
		this.held += wait;
		this.holds += 1;
		this.holdsSinceSuccess += 1;
		this.opensAt = Math.max(this.opensAt, this.clock.steady() + wait);
		return null;
	}

	private waitFor(limit: Limit): number {
		if (limit.retryAfterSeconds !== null) {
			return Math.max(limit.retryAfterSeconds * 1000, SHORTEST_HOLD);
		}
		// Refused again right after the hour: the server's hour is not over yet.
		if (limit.hourly && this.holdsSinceSuccess === 0) {
			const toTheHour = HOUR - (this.clock.wall() % HOUR);
			return toTheHour + PAST_THE_HOUR * (1 + this.random());
		}
		return FIRST_BACK_OFF * 2 ** this.holdsSinceSuccess * (0.5 + this.random() / 2);
	}
}
