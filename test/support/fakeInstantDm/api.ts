import type { Refusal } from './documentedErrors';
import type { InstantDm } from './instantDm';
import type { LedgerEntry } from './ledger';

/** A call as it arrived, its path below the API's base URL. */
export interface Received {
	method: string;
	path: string;
	query: unknown;
	/** What Express made of Content-Type. */
	isJson: boolean;
	/** Null where there is none or it is no JSON. */
	body: unknown;
	hasBody: boolean;
}

/** An answer to the caller; `sent` is the comment, message or post that the call became. */
export interface Answer {
	status: number;
	body: unknown;
	sent?: string;
}

/** A call that InstantDM understood. */
export interface Understood {
	action?: LedgerEntry['action'];
	/** Whom or what it is meant for. */
	to?: string;
	carryOut(): Answer | Refusal | Promise<Answer | Refusal>;
}

/** One of InstantDM's two APIs, without its HTTP. */
export interface Api {
	name: 'webhook' | 'open';
	/** Reads a call by a caller who was let in. */
	understand(received: Received, instantDm: InstantDm): Understood | Refusal;
	/** A refusal in InstantDM's own words. */
	refuse(refusal: Refusal, instantDm: InstantDm): Answer;
}
