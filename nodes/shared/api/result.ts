import type { IDataObject } from 'n8n-workflow';

/** What Instagram itself said when it refused, passed through by InstantDM. */
export interface InstagramError {
	code: number | null;
	subcode: number | null;
	message: string | null;
	traceId: string | null;
}

/** Whether the message of a failed item reached the recipient. */
export type Delivery = 'notSent' | 'partial' | 'unknown';

/** Why an item failed, in the words that a failed item carries in its json. */
export interface Failure {
	/** One sentence: what happened and what to do now. */
	error: string;
	/** More for the node's error panel: Instagram's own words, the likely reason, where to look. */
	description: string | null;
	/** The HTTP status as n8n writes it, or null where nothing was answered. */
	httpCode: string | null;
	/** True when sending the item again later, with nothing changed, is safe and may work. */
	retryable: boolean;
	delivery: Delivery;
	instagram: InstagramError | null;
}

/**
 * What an answer (or its absence) means for the run.
 * - `item`: this item failed, the others may go on.
 * - `run`: every further call would fail the same way (key, plan, credits, account).
 * - `limit`: a rate limit, which says when to come back where it is known.
 * - `unreachable`: the request never left this machine, so it can be repeated at once.
 */
export type Scope =
	| { kind: 'item' }
	| { kind: 'run' }
	| { kind: 'limit'; retryAfterSeconds: number | null; hourly: boolean }
	| { kind: 'unreachable' };

export type Verdict =
	{ sent: true; answer: IDataObject } | { sent: false; failure: Failure; scope: Scope };
