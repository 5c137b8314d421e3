import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/json/exactJson';
import { sentences, type Failure } from '../../shared/api/result';
import { InputError } from '../../shared/parameters/inputError';

/** An item that did not succeed, or not wholly, or not for certain. */
export interface Failed {
	ok: false;
	/**
	 * - `input`: refused before anything was sent.
	 * - `call`: a call for it failed.
	 * - `memory`: an earlier try of this run left it in doubt; nothing was sent now.
	 * - `stop`: nothing is wrong with it; the run ended before it was done.
	 */
	because: 'input' | 'call' | 'memory' | 'stop';
	failure: Failure;
	/** The answers that did come in before it failed. */
	parts: JsonObject[];
}

/** What became of one item: the json of its output items, or why it failed. */
export type Outcome = { ok: true; items: IDataObject[] } | Failed;

/** A failure of something that has not been sent. */
export function notSent(title: string, advice: string | null, retryable: boolean): Failure {
	return {
		title,
		advice,
		details: null,
		httpCode: null,
		retryable,
		retryAt: null,
		delivery: 'notSent',
		instagram: null,
	};
}

/** The outcome of an item that could not even be read, planned or prepared. */
export function inputFailure(error: unknown): Failed {
	const [title, advice] =
		error instanceof InputError
			? [error.title, error.advice]
			: [error instanceof Error ? error.message : String(error), null];
	return { ok: false, because: 'input', failure: notSent(title, advice, false), parts: [] };
}

/** A failure with one more thing to know. */
export function withNote(failure: Failure, note: string): Failure {
	return { ...failure, advice: sentences(failure.advice, note) };
}

/**
 * The failure of a whole item, from that of one of its calls: with some of its messages out
 * already, sending the item again later would repeat them, so that is no longer safe.
 */
export function afterParts(failure: Failure, sent: number, planned: number): Failure {
	if (sent === 0) return failure;
	return {
		...withNote(failure, `${sent} of its ${planned} messages had already been sent`),
		retryable: false,
		retryAt: null,
		delivery: failure.delivery === 'unknown' ? 'unknown' : 'partial',
	};
}
