import type { IDataObject } from 'n8n-workflow';

import type { RequestBody } from '../resources/requestBodies';
import type { Failure, FailureKind, Result } from '../../shared/api/result';
import type { Line } from './caller';
import { afterParts, inputFailure, notSent, type Failed, type Outcome } from './outcome';
import type { SentRecord } from './sentMemory';

/** What sending one item takes. */
export interface ItemWork {
	/** The requests the item needs. Throws what the user is to read when it cannot be sent. */
	plan(): RequestBody[];
	/** What went out for this item so far, in this try of the run or an earlier one. */
	recall(bodies: RequestBody[]): SentRecord;
	send(body: RequestBody): Promise<Result>;
	answer(answers: IDataObject[]): IDataObject;
	/** Why it may not go on; null while it may. */
	forbidden(begun: boolean): Failure | null;
	/** Told of each failed call what it means for the run. */
	heed(failure: Failure, kind: FailureKind): void;
}

/** Stands in the record while a call is out, for the retry of an execution cut short. */
const UNDER_WAY: Failure = {
	...notSent(
		'The execution stopped while this message was being sent; it may have arrived',
		'check the conversation before sending it again',
		false,
	),
	delivery: 'unknown',
};

async function attempt(send: () => Promise<Result>, record: SentRecord): Promise<Result> {
	record.doubt = UNDER_WAY;
	const verdict = await send().catch((error: unknown): Result => ({
		ok: false,
		failure: { ...inputFailure(error).failure, delivery: 'unknown' },
		kind: { kind: 'run' },
	}));
	record.doubt = null;
	if (verdict.ok) record.answers.push(verdict.answer);
	return verdict;
}

/** What is known of an item whose calls did not all get through, for now or for good. */
export function unfinished(
	because: Failed['because'],
	failure: Failure,
	record: SentRecord,
	planned: number,
): Failed {
	const whole = afterParts(failure, record.answers.length, planned);
	return { sent: false, because, failure: whole, parts: [...record.answers] };
}

/**
 * Sends what of one item has not been sent yet, part after part. Never rejects; every answer is
 * in the item's record the moment it arrives.
 */
export async function deliverItem(work: ItemWork, line: Line): Promise<Outcome> {
	let bodies: RequestBody[];
	try {
		bodies = work.plan();
	} catch (error) {
		return inputFailure(error);
	}
	const record = work.recall(bodies);
	if (record.doubt) return unfinished('memory', record.doubt, record, bodies.length);

	for (const body of bodies.slice(record.answers.length)) {
		const passage = await line.call(
			() => attempt(() => work.send(body), record),
			() => work.forbidden(record.answers.length > 0),
		);
		if (!passage.out) return unfinished('halt', passage.why, record, bodies.length);
		if (passage.verdict.ok) continue;
		const { failure, kind } = passage.verdict;
		if (failure.delivery === 'unknown') record.doubt = failure;
		work.heed(failure, kind);
		return unfinished('call', failure, record, bodies.length);
	}
	return { sent: true, json: work.answer(record.answers) };
}
