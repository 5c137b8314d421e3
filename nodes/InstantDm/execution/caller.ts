import type { Failure, Result } from '../../shared/api/result';
import type { Clock } from './clock';
import { withNote } from './outcome';
import type { RateLimitGate } from './throttle';

const REPEATS_WHEN_UNREACHABLE = 2;
const FIRST_REPEAT_AFTER = 1000;

/** So many calls in a row without a response are an outage, and not one message that fails. */
const OUTAGE = 3;

interface Way {
	gate: RateLimitGate;
	/** Resolves when the pace allows the next call. */
	pace: () => Promise<void>;
	waitOnLimit: boolean;
	clock: Clock;
	/** 0 (included) to 1 (not included) */
	random: () => number;
	/** Told when calls get no response any more, and further messages would be in doubt as well. */
	onOutage: () => void;
}

/** A call went out and was judged, or was not let out any more. */
export type Passage = { out: true; verdict: Result } | { out: false; why: Failure };

/**
 * The way out to InstantDM that all calls of a run share. It repeats a call only when the call
 * cannot have been delivered: nobody was reached, or a limit turned it away. Never after a
 * timeout, a lost connection or a 5xx: Instagram has no idempotency key, the second would be a
 * second message.
 */
export class Line {
	private unreachable = false;

	private unanswered = 0;

	constructor(private readonly way: Way) {}

	/**
	 * Makes one call when its turn comes.
	 * @param forbidden asked last thing before each attempt
	 */
	async call(attempt: () => Promise<Result>, forbidden: () => Failure | null): Promise<Passage> {
		for (let repeats = 0; ;) {
			await this.turn();
			const why = forbidden();
			if (why) return { out: false, why };
			const holds = this.way.gate.holds;
			const verdict = await attempt();
			const unanswered = gotNoResponse(verdict);
			if (!unanswered) this.unanswered = 0;
			if (verdict.ok) {
				this.unreachable = false;
				this.way.gate.accepted();
				return { out: true, verdict };
			}
			const { failure, kind } = verdict;
			if (kind.kind === 'unreachable') {
				if (await this.repeatUnreached(repeats)) {
					repeats += 1;
					continue;
				}
			}
			if (unanswered && (this.unanswered += 1) === OUTAGE) this.way.onOutage();
			if (kind.kind === 'unreachable') return { out: true, verdict };
			this.unreachable = false;
			if (kind.kind !== 'limit' || !this.way.waitOnLimit) return { out: true, verdict };
			const tooLong = this.way.gate.refused(kind, holds);
			if (tooLong !== null) {
				return { out: true, verdict: { ...verdict, failure: givenUp(failure, tooLong) } };
			}
		}
	}

	private async turn(): Promise<void> {
		const { gate, pace } = this.way;
		for (let holds = -1; holds !== gate.holds;) {
			await gate.open();
			holds = gate.holds;
			await pace();
		}
	}

	/** Waits before a repeat; false when there is to be none. */
	private async repeatUnreached(repeats: number): Promise<boolean> {
		const { clock, random } = this.way;
		// Once one call has waited for the server in vain, it is no use to wait for each item.
		if (this.unreachable || repeats === REPEATS_WHEN_UNREACHABLE) {
			this.unreachable = true;
			return false;
		}
		await clock.sleep(FIRST_REPEAT_AFTER * 2 ** repeats * (1 + random() / 4));
		return true;
	}
}

function gotNoResponse(verdict: Result): boolean {
	return (
		!verdict.ok && (verdict.failure.httpCode === null || verdict.failure.delivery === 'unknown')
	);
}

function givenUp(failure: Failure, wait: number): Failure {
	const seconds = Math.ceil(wait / 1000);
	const tooLong = `Waiting would take about ${seconds.toLocaleString('en')} more seconds, longer than 'Max Wait' allows`;
	return withNote(failure, tooLong);
}
