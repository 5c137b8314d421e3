import type { FailedCall } from '../../shared/api/failedCall';
import type { Clock } from './clock';
import { Hold, type Turn } from './hold';

/** How often one call may find out whether InstantDM's hour is over earlier. */
const PROBE_EVERY_MS = 300_000;

/**
 * The limits of an account, as far as they are known: InstantDM's hour holds up all calls, a limit of
 * Instagram's own those of one operation.
 */
export class Limits {
	private readonly account: Hold;

	private readonly operations = new Map<string, Hold>();

	/**
	 * @param random 0 (included) to 1 (not included)
	 * @param onNews called when a call has said something about a limit
	 */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
		private readonly onNews: () => void,
	) {
		this.account = new Hold(clock, random, PROBE_EVERY_MS);
	}

	/** How long they still hold up an operation. */
	leftMs(operation: string): number {
		return Math.max(...this.holdsOn(operation).map(({ leftMs }) => leftMs));
	}

	/** From when on a call may leave, in steady time; Infinity while another one is finding out. */
	opensAt(operation: string): number {
		return Math.max(...this.holdsOn(operation).map(({ opensAt }) => opensAt));
	}

	/** The call that was refused because of the limit that holds now; null where none does. */
	causeOf(operation: string): FailedCall | null {
		const now = this.clock.steady();
		return this.holdsOn(operation).find(({ opensAt }) => opensAt > now)?.cause ?? null;
	}

	/** A call leaves, when it may. */
	depart(operation: string): Turn {
		const [account, own] = this.holdsOn(operation);
		const [ofAccount, ofOperation] = [account.depart(), own.depart()];
		return {
			accepted: () => {
				ofAccount.accepted();
				ofOperation.accepted();
				this.onNews();
			},
			refused: (failed) => {
				const isHourly = failed.limit?.hourly === true;
				const [hit, other] = isHourly ? [ofAccount, ofOperation] : [ofOperation, ofAccount];
				hit.refused(failed);
				other.otherwise();
				this.onNews();
			},
			otherwise: () => {
				ofAccount.otherwise();
				ofOperation.otherwise();
				this.onNews();
			},
		};
	}

	private holdsOn(operation: string): [account: Hold, operation: Hold] {
		const hold = this.operations.get(operation) ?? new Hold(this.clock, this.random, Infinity);
		this.operations.set(operation, hold);
		return [this.account, hold];
	}
}
