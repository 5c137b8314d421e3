import { FailedCall } from '../../shared/api/failedCall';
import { sentenceOf, type Failure } from '../../shared/api/result';
import type { JsonObject } from '../../shared/json/exactJson';
import { pause, type Clock } from './clock';
import { inputFailure, withNote } from './outcome';
import type { Stop } from './stop';
import type { Throttle } from './throttle';

const REPEATS = 3;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

/** So many calls in a row without a response are an outage, and not one message that fails. */
const OUTAGE = 3;

interface Means {
	throttle: Throttle;
	stop: Stop;
	/** Whether to wait until a rate limit is over. */
	waitOnLimit: boolean;
	clock: Clock;
	/** 0 (included) to 1 (not included) */
	random: () => number;
}

/** A call that the run's end kept from being made. */
export class Stopped extends Error {
	override readonly name = 'Stopped';

	constructor(readonly failure: Failure) {
		super(sentenceOf(failure));
	}
}

interface Attempt {
	/**
	 * Makes the call.
	 * @throws FailedCall and nothing else
	 */
	attempt: () => Promise<JsonObject>;
	/** Whether asking twice does no harm. */
	repeatable: boolean;
	/** Whether a part of the item has been sent already. */
	hasBegun: boolean;
}

/**
 * The way to InstantDM that all calls of a run share. What sends something is repeated only when it
 * cannot have been delivered: nobody was reached, or a limit turned it away. Never after a timeout,
 * a lost connection or a 5xx: Instagram has no idempotency key, the second would be a second
 * message. What only reads is repeated after those too.
 */
export class Caller {
	/** Calls in a row that got no response, repeats not counted. */
	private unanswered = 0;

	constructor(private readonly means: Means) {}

	/**
	 * Makes one call when its turn comes.
	 * @throws FailedCall, or Stopped where the run ends before it was made
	 */
	async call({ attempt, repeatable, hasBegun }: Attempt): Promise<JsonObject> {
		const { throttle, stop, clock } = this.means;
		for (let repeats = 0; ;) {
			const turn = await throttle.turn();
			const reason = stop.reason(hasBegun);
			if (reason) throw new Stopped(reason);
			const result = await attempt().catch(asFailedCall);
			if (!(result instanceof FailedCall)) {
				this.unanswered = 0;
				throttle.accepted();
				return result;
			}
			const { failure, scope, limit } = result;
			if (limit !== null && this.means.waitOnLimit) {
				const tooLong = throttle.refused(limit, turn);
				if (tooLong !== null) throw withWait(result, tooLong);
				continue;
			}
			const gotNoResponse = limit === null && hasNoResponse(failure);
			if (!gotNoResponse) this.unanswered = 0;
			const wait = this.pauseBefore(repeats, limit?.retryAfterSeconds ?? null);
			const mayRepeat = repeatable ? failure.retryable : scope === 'unreachable';
			// Once one call has been repeated in vain, it is no use to wait for each item.
			if (mayRepeat && this.unanswered === 0 && repeats < REPEATS && wait <= LONGEST_PAUSE) {
				repeats += 1;
				await pause(clock, wait);
				continue;
			}
			if (gotNoResponse && (this.unanswered += 1) === OUTAGE) stop.outage();
			throw result;
		}
	}

	private pauseBefore(repeats: number, retryAfterSeconds: number | null): number {
		const growing = FIRST_PAUSE * 2 ** repeats * (1 + this.means.random() / 4);
		return Math.max(growing, (retryAfterSeconds ?? 0) * 1000);
	}
}

function hasNoResponse({ httpCode, delivery, instagram }: Failure): boolean {
	return (
		httpCode === null || delivery === 'unknown' || (Number(httpCode) >= 500 && instagram === null)
	);
}

function withWait({ failure, scope, limit }: FailedCall, wait: number): FailedCall {
	const seconds = Math.ceil(wait / 1000).toLocaleString('en');
	const note = `Waiting would take about ${seconds} more seconds, longer than 'Max Wait' allows`;
	return new FailedCall(withNote(failure, note), scope, limit);
}

/** What else throws while it calls, nobody knows about: it may have sent something. */
export function asFailedCall(error: unknown): FailedCall {
	if (error instanceof FailedCall) return error;
	return new FailedCall({ ...inputFailure(error).failure, delivery: 'unknown' }, 'run');
}
