import type { FailureKind } from '../../shared/api/result';
import type { Clock } from './clock';

export type Limit = Extract<FailureKind, { kind: 'limit' }>;

const HOUR = 3_600_000;
// The server's clock need not agree with ours to the second.
const PAST_THE_HOUR = 1000;
const FIRST_BACK_OFF = 2000;
// A server that says "again in 0 seconds" and means it not would be hammered.
const SHORTEST_HOLD = 1000;

/**
 * Holds every call of a run back while a rate limit lasts: until Retry-After, else, for InstantDM's
 * hourly limit, until shortly after the top of the hour, else ever longer with jitter. All holds
 * together stay within `maxWait`.
 */
export class RateLimitGate {
	/** How many holds there have been; read it before a call and hand it to `refused`. */
	holds = 0;

	private hold = Promise.resolve();

	private waited = 0;

	/** Holds since a call last got through. */
	private inVain = 0;

	/**
	 * @param maxWait milliseconds
	 * @param random 0 (included) to 1 (not included)
	 */
	constructor(
		private readonly maxWait: number,
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/** Resolves when calls may go out: at once, or when the hold is over. */
	async open(): Promise<void> {
		for (let seen = -1; seen !== this.holds;) {
			seen = this.holds;
			await this.hold;
		}
	}

	accepted(): void {
		this.inVain = 0;
	}

	/**
	 * A call ran into the limit. Several calls that were out at the same time share one hold.
	 *
	 * @param holdsBefore `holds` as it was when the call went out
	 * @returns null when the call may be repeated once the gate is open, else the wait in
	 * milliseconds that would be needed and is not allowed
	 */
	refused(limit: Limit, holdsBefore: number): number | null {
		if (this.holds !== holdsBefore) return null;
		const wait = this.waitFor(limit);
		if (this.waited + wait > this.maxWait) return wait;
		this.waited += wait;
		this.inVain += 1;
		this.holds += 1;
		this.hold = this.clock.sleep(wait);
		return null;
	}

	private waitFor(limit: Limit): number {
		if (limit.retryAfterSeconds !== null) {
			return Math.max(limit.retryAfterSeconds * 1000, SHORTEST_HOLD);
		}
		// Refused again right after the hour: the server's hour is not over yet.
		if (limit.hourly && this.inVain === 0) {
			const toTheHour = HOUR - (this.clock.wall() % HOUR);
			return toTheHour + PAST_THE_HOUR * (1 + this.random());
		}
		return FIRST_BACK_OFF * 2 ** this.inVain * (0.5 + this.random() / 2);
	}
}
