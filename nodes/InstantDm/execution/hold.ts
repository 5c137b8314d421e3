import type { FailedCall, Limit } from '../../shared/api/failedCall';
import type { Clock } from './clock';

const HOUR_MS = 3_600_000;
const FIRST_BACK_OFF_MS = 2000;
// A server that says "again in 0 seconds" and does not mean it would be hammered.
const SHORTEST_MS = 1000;
// The server's clock may not agree with ours.
const PAST_THE_HOUR_MS = 1000;
const HOURS_OVERLAP_MS = 60_000;

/** The right to make a call now. Its holder says once what became of the call. */
export interface Turn {
	accepted(): void;
	/** A limit refused it. */
	refused(failed: FailedCall): void;
	/** It failed for another reason. */
	otherwise(): void;
}

/**
 * A rate limit as far as it is known. Nobody is told when one ends: once its time is over, one call
 * finds out, and the others follow when that was accepted. What left before the last
 * refusal says nothing about the limit now, neither by its success nor by its own refusal.
 */
export class Hold {
	/** The call that was refused last. */
	cause: FailedCall | null = null;

	/** In the clock's steady time. */
	private until = -Infinity;

	private probeAt = Infinity;

	/** In a row. */
	private refusals = 0;

	/** Names the time from one refusal that counted to the next. */
	private epoch = 0;

	private isFindingOut = false;

	/**
	 * @param random 0 (included) to 1 (not included)
	 * @param probeEveryMs how often one call may find out early whether the limit is over
	 */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
		private readonly probeEveryMs: number,
	) {}

	/** How long the limit still lasts, in milliseconds, as far as is known; 0 when it may be over. */
	get leftMs(): number {
		return this.refusals === 0 ? 0 : Math.max(0, this.until - this.clock.steady());
	}

	/** From when on a call may leave, in the clock's steady time; Infinity while one is finding out. */
	get opensAt(): number {
		if (this.refusals === 0) return -Infinity;
		return this.isFindingOut ? Infinity : Math.min(this.until, this.probeAt);
	}

	/** A call leaves, when it may. */
	depart(): Turn {
		const { epoch } = this;
		this.isFindingOut = this.refusals > 0;
		this.probeAt = this.clock.steady() + this.probeEveryMs;
		const ifItCounts = (then: () => void) => {
			if (epoch === this.epoch) then();
		};
		return {
			accepted: () => {
				ifItCounts(() => {
					this.refusals = 0;
					this.isFindingOut = false;
				});
			},
			refused: (failed) => {
				ifItCounts(() => {
					this.until = this.clock.steady() + this.waitMs(failed.limit);
					this.probeAt = this.clock.steady() + this.probeEveryMs;
					this.refusals += 1;
					this.epoch += 1;
					this.isFindingOut = false;
					this.cause = failed;
				});
			},
			otherwise: () => {
				ifItCounts(() => {
					this.isFindingOut = false;
				});
			},
		};
	}

	/**
	 * To Retry-After; else, for InstantDM's hourly limit, to shortly after the full hour; else ever
	 * longer, up to an hour. Just after the full hour the server's own hour may not be over yet.
	 */
	private waitMs(limit: Limit | null): number {
		const retryAfterSeconds = limit?.retryAfterSeconds ?? null;
		if (retryAfterSeconds !== null) return Math.max(retryAfterSeconds * 1000, SHORTEST_MS);
		const sinceTheHour = this.clock.wall() % HOUR_MS;
		if (limit?.hourly === true && sinceTheHour >= HOURS_OVERLAP_MS) {
			return HOUR_MS - sinceTheHour + PAST_THE_HOUR_MS * (1 + this.random());
		}
		const growing = FIRST_BACK_OFF_MS * 2 ** this.refusals * (1 + this.random() / 4);
		return Math.min(growing, HOUR_MS);
	}
}
