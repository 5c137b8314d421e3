import { FailedCall } from '../../shared/api/failedCall';
import type { ApiRequest } from '../../shared/api/request';
import { sentenceOf, sentences, type Failure } from '../../shared/api/result';
import type { JsonObject } from '../../shared/json/exactJson';
import type { RunOptions } from '../fields/options';
import { AccountLine } from './accountLine';
import { pause, type Clock } from './clock';
import { inputFailure, notSent, withNote, type Outcome } from './outcome';
import type { NoTurn, Place } from './place';
import { OUTAGE, type Stop } from './stop';

const REPEATS = 3;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

/** n8n's Wait node keeps a wait of up to 65 seconds in memory, where a restart loses it. */
const SOONEST_RETURN_MS = 70_000;
const RETURN_GAP_MS = 200;

const HOUR_SECONDS = 3600;

interface Means {
	/** What all that this account sends goes through. */
	line: AccountLine;
	options: Pick<RunOptions, 'requestsPerSecond' | 'maxWait' | 'onRateLimit'>;
	/** Whether the operation's form has an option. */
	offers: (option: string) => boolean;
	stop: Stop;
	clock: Clock;
	/** 0 (included) to 1 (not included) */
	random: () => number;
}

/** A call that was not made, though nothing is wrong with it. */
export class Stopped extends Error {
	override readonly name = 'Stopped';

	constructor(readonly failure: Failure) {
		super(sentenceOf(failure));
	}
}

interface Attempt {
	request: Pick<ApiRequest, 'path' | 'body' | 'repeatable'>;
	/**
	 * Makes the call.
	 * @throws FailedCall and nothing else
	 */
	attempt: () => Promise<JsonObject>;
	/** Whether a part of the item has been sent already. */
	hasBegun: boolean;
}

/**
 * The way to InstantDM that all calls of a run share. What sends something goes through the
 * account's line, and is repeated only when it cannot have been delivered: nobody was reached, or a
 * limit refused it. Never after a timeout, a lost connection or a 5xx: Instagram has no idempotency
 * key, the second would be a second message. What only reads has a line for the run alone, and is
 * repeated after those too.
 */
export class Caller {
	private readonly sends: Place;

	private readonly readLine: AccountLine;

	private readonly reads: Place;

	private readonly operations = new Set<string>();

	/** Calls in a row that got no response, repeats not counted. */
	private unanswered = 0;

	constructor(private readonly means: Means) {
		const { requestsPerSecond, maxWait, onRateLimit } = means.options;
		const terms = {
			requestsPerSecond,
			maxWaitMs: maxWait * 1000,
			waitOnLimit: onRateLimit === 'wait',
		};
		this.sends = means.line.place(terms);
		this.readLine = new AccountLine(means.clock, means.random);
		this.reads = this.readLine.place(terms);
	}

	/**
	 * Makes one call when its turn comes.
	 * @throws FailedCall, or Stopped where it was not made
	 */
	async call({ request, attempt, hasBegun }: Attempt): Promise<JsonObject> {
		const { stop, clock, options } = this.means;
		const { repeatable } = request;
		const operation = operationOf(request);
		this.operations.add(operation);
		const place = repeatable ? this.reads : this.sends;
		const nextTurn = place.call(operation, () => stop.reason(hasBegun) !== null);
		let refusal: FailedCall | null = null;
		for (let repeats = 0; ;) {
			const turn = await nextTurn();
			if ('why' in turn) throw this.without(turn, refusal, hasBegun);
			const result = await attempt().catch(asFailedCall);
			if (!(result instanceof FailedCall)) {
				this.unanswered = 0;
				turn.accepted();
				return result;
			}
			const { failure, scope, limit } = result;
			const isInDoubt = failure.delivery === 'unknown';
			const waits = limit !== null && options.onRateLimit === 'wait';
			if (waits && !isInDoubt) {
				turn.refused(result);
				refusal = result;
				continue;
			}
			const isUnanswered = limit === null && hasNoAnswer(failure);
			if (!isUnanswered) this.unanswered = 0;
			const waitMs = this.pauseBefore(repeats, limit?.retryAfterSeconds ?? null);
			const mayRepeat = repeatable ? failure.retryable : scope === 'unreachable';
			// After one call whose repeats didn't help, waiting for each item would only take time.
			if (mayRepeat && this.unanswered === 0 && repeats < REPEATS && waitMs <= LONGEST_PAUSE_MS) {
				turn.otherwise();
				repeats += 1;
				await pause(clock, waitMs);
				continue;
			}
			if (limit === null) turn.otherwise();
			else turn.refused(result);
			if (isUnanswered && (this.unanswered += 1) === OUTAGE) stop.outage();
			// Never made again; with Wait, the others go on when the limit is over.
			if (isInDoubt) throw waits ? new FailedCall(failure, 'item') : result;
			throw limit === null ? result : this.limited(result);
		}
	}

	/** The outcome as it is told: what may be sent again with the time from when on that may work. */
	handBack(outcome: Outcome): Outcome {
		if (outcome.ok || !outcome.failure.retryable) return outcome;
		const { line, options } = this.means;
		const left = [...this.operations].flatMap((operation) => [
			line.leftMs(operation),
			this.readLine.leftMs(operation),
		]);
		const { requestsPerSecond } = options;
		const gapMs = requestsPerSecond === 0 ? RETURN_GAP_MS : 1000 / requestsPerSecond;
		const at = line.nextReturn(Math.max(SOONEST_RETURN_MS, ...left), gapMs);
		return { ...outcome, failure: { ...outcome.failure, retryAt: new Date(at).toISOString() } };
	}

	private pauseBefore(repeats: number, retryAfterSeconds: number | null): number {
		const growing = FIRST_PAUSE_MS * 2 ** repeats * (1 + this.means.random() / 4);
		return Math.max(growing, (retryAfterSeconds ?? 0) * 1000);
	}

	/** Why a call was not made, or not made again. */
	private without(turn: NoTurn, refusal: FailedCall | null, hasBegun: boolean): Error {
		switch (turn.why) {
			case 'over':
				return new Stopped(this.means.stop.reason(hasBegun) ?? notSent('Not sent', null, true));
			case 'crowded':
				return later('too many executions of this account are already waiting to send');
			case 'far':
				return later(
					`its turn would come in about ${seconds(turn.waitMs)} seconds, longer than 'Max Wait' allows`,
				);
			case 'limit':
				return this.limited(refusal ?? notMade(turn.cause), turn.waitMs);
		}
	}

	/**
	 * The failure at a limit, with what can be set about it in the form and is not set yet.
	 * @param waitMs how long waiting for it would take, as far as is known
	 */
	private limited({ failure, scope, limit }: FailedCall, waitMs = 0): FailedCall {
		const { onRateLimit, maxWait, requestsPerSecond } = this.means.options;
		const { offers } = this.means;
		const hourly = limit?.hourly === true;
		const notes: string[] = [];
		if (onRateLimit === 'wait') {
			notes.push(
				`Waiting ${waitMs > 0 ? `would take about ${seconds(waitMs)} more seconds,` : 'took'} longer than 'Max Wait' allows`,
			);
		} else if (offers('onRateLimit')) {
			const andMaxWait =
				hourly && maxWait < HOUR_SECONDS ? ` and 'Max Wait' to ${HOUR_SECONDS}` : '';
			notes.push(`To wait for it, set 'On Rate Limit' to 'Wait'${andMaxWait}`);
		}
		if (!hourly && offers('requestsPerSecond')) {
			const verb = requestsPerSecond === 0 ? 'set' : 'lower';
			notes.push(`To send more slowly, ${verb} 'Requests per Second'`);
		}
		return new FailedCall(withNote(failure, sentences(...notes)), scope, limit);
	}
}

const later = (why: string) =>
	new Stopped(notSent(`Not sent: ${why}`, 'send this item again at the time in retryAt', true));

const seconds = (ms: number) => Math.ceil(ms / 1000).toLocaleString('en');

/** What Instagram's own limits count together: what a request does, whichever operation needs it. */
function operationOf({ path, body }: Pick<ApiRequest, 'path' | 'body'>): string {
	const { action, type }: { action?: unknown; type?: unknown } = body ?? {};
	return JSON.stringify([path, action, type]);
}

/** The failure of a call that was not made because another one was refused. */
function notMade({ failure, scope, limit }: FailedCall): FailedCall {
	const details = 'Another call reached this limit, so this one was not made';
	return new FailedCall({ ...notSent(failure.title, failure.advice, true), details }, scope, limit);
}

/** Whether neither InstantDM nor Instagram said anything. */
function hasNoAnswer({ httpCode, delivery, instagram }: Failure): boolean {
	if (instagram !== null) return false;
	return httpCode === null || delivery === 'unknown' || Number(httpCode) >= 500;
}

/** What else throws while it calls, nobody knows about: it may have sent something. */
export function asFailedCall(error: unknown): FailedCall {
	if (error instanceof FailedCall) return error;
	return new FailedCall({ ...inputFailure(error).failure, delivery: 'unknown' }, 'run');
}
