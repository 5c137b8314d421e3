import { sentenceOf, type Failure } from './result';

/**
 * What a failed call means for the rest of a run or a poll.
 * - `item`: this item failed, the others may go on.
 * - `run`: every further call would fail the same way (key, plan, credits, account).
 * - `limit`: a rate limit.
 * - `unreachable`: the request never left this machine, so it can be repeated right away.
 */
export type Scope = 'item' | 'run' | 'limit' | 'unreachable';

/** A rate limit: when to come back, where the server says so, and whether it is InstantDM's hourly one. */
export interface Limit {
	retryAfterSeconds: number | null;
	hourly: boolean;
}

/** A call to InstantDM that did not succeed. */
export class FailedCall extends Error {
	override readonly name = 'FailedCall';

	/** @param limit for the scope `limit` */
	constructor(
		readonly failure: Failure,
		readonly scope: Scope,
		readonly limit: Limit | null = null,
	) {
		super(sentenceOf(failure));
	}
}
