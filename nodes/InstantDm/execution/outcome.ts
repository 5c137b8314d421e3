import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/json/exactJson';
import { sentences, type Failure } from '../../shared/api/result';
import { InputError } from '../../shared/parameters/inputError';
import type { Planned } from '../resources/operation';
import { wordsOf } from './expressionError';
import type { SentRecord } from './sentMemory';

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
	/** The error that caused it, such as n8n's own that of an expression. */
	cause?: Error;
}

/** What became of one item: the json of its output items, or why it failed. */
export type Outcome = { ok: true; items: IDataObject[] } | Failed;

/** How far an item has got. */
interface Progress {
	plan: Planned[];
	record: SentRecord;
}

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

/**
 * The outcome of an item whose input, or whose node, cannot be used.
 * @param fields of the operation, for the label of a parameter that n8n could not give
 */
export function inputFailure(
	error: unknown,
	progress?: Progress,
	fields: INodeProperties[] = [],
): Failed {
	if (!(error instanceof Error)) return unfinished('input', notSent(String(error), null, false));
	const { title, advice } = error instanceof InputError ? error : wordsOf(error, fields);
	return { ...unfinished('input', notSent(title, advice, false), progress), cause: error };
}

/** What is known of an item whose calls did not all get through, for now or for good. */
export function unfinished(
	because: Failed['because'],
	failure: Failure,
	progress?: Progress,
): Failed {
	const parts = [...(progress?.record.answers ?? [])];
	const toSend = progress?.plan.filter(({ repeatable }) => !repeatable).length ?? 0;
	return { ok: false, because, failure: afterParts(failure, parts.length, toSend), parts };
}

/** A failure with one more thing to know. */
export function withNote(failure: Failure, note: string): Failure {
	return { ...failure, advice: sentences(failure.advice, note) };
}

/**
 * The failure of a whole item, from that of one of its calls: with some of its messages out
 * already, sending the item again later would repeat them, so that is no longer safe.
 */
function afterParts(failure: Failure, sent: number, planned: number): Failure {
	if (sent === 0) return failure;
	const noted =
		sent < planned
			? withNote(failure, `${sent} of its ${planned} messages had already been sent`)
			: failure;
	const delivery = failure.delivery === 'unknown' ? 'unknown' : 'partial';
	return { ...noted, retryable: false, retryAt: null, delivery };
}
