import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/api/result';

/** An item that was not sent, or not wholly, or not for certain. */
export interface Failed {
	sent: false;
	/**
	 * - `input`: refused before anything was sent.
	 * - `call`: a call for it failed.
	 * - `memory`: an earlier try of this run left it in doubt; nothing was sent now.
	 * - `halt`: nothing is wrong with it; the run ended before it was done.
	 */
	because: 'input' | 'call' | 'memory' | 'halt';
	failure: Failure;
	/** The answers that did come in before it failed. */
	parts: IDataObject[];
}

/** What became of one item. */
export type Outcome = { sent: true; json: IDataObject } | Failed;

/** A failure of something that never went out. */
export function notSent(error: string, retryable: boolean): Failure {
	return {
		error,
		description: null,
		httpCode: null,
		retryable,
		delivery: 'notSent',
		instagram: null,
	};
}

/** The outcome of an item that could not even be read, planned or prepared. */
export function inputFailure(error: unknown): Failed {
	const message = error instanceof Error ? error.message : String(error);
	return { sent: false, because: 'input', failure: notSent(message, false), parts: [] };
}

/** Puts sentences together, whether or not they end with a full stop. */
export function sentences(...parts: (string | null)[]): string {
	return parts
		.flatMap((part) => part ?? [])
		.filter((part) => part !== '')
		.map((part) => (/[.!?…”]$/.test(part) ? part : `${part}.`))
		.join(' ');
}

/**
 * The failure of a whole item, from that of one of its calls: with some of its messages out
 * already, sending the item again later would repeat them, so that is no longer safe.
 */
export function afterParts(failure: Failure, sent: number, planned: number): Failure {
	if (sent === 0) return failure;
	return {
		...failure,
		error: sentences(failure.error, `Before that, ${sent} of its ${planned} messages went out`),
		retryable: false,
		delivery: failure.delivery === 'unknown' ? 'unknown' : 'partial',
	};
}
