import type { IDataObject } from 'n8n-workflow';

import { elements } from '../../shared/api/pages';
import type { ApiRequest } from '../../shared/api/request';
import type { FailedResult, Failure, Result } from '../../shared/api/result';
import type { RunOptions } from '../fields/options';
import type { ReadParameter } from '../input/read';
import { itemsOf, type Operation, type Planned } from '../resources/operation';
import type { Called, Caller, Stopped } from './caller';
import { pause, type Clock } from './clock';
import { afterParts, inputFailure, notSent, type Failed, type Outcome } from './outcome';
import type { SentRecord } from './sentMemory';

/** An item of which everything has been read and checked, and nothing been sent in this try. */
export interface PreparedItem {
	plan: Planned[];
	read: ReadParameter;
	/** What has been sent for it so far, in this try of the run or an earlier one. */
	record: SentRecord;
}

/** What the items of a run share. */
export interface Shared {
	operation: Pick<Operation, 'items' | 'follow'>;
	options: RunOptions;
	clock: Clock;
	caller: Caller;
	call: (request: ApiRequest) => Promise<Result>;
	/** What is asked once for all items, by path and query. */
	oncePerRun: Map<string, Promise<Fetched>>;
	/** Told of each failed call. */
	onFailed(result: FailedResult): void;
}

/** The elements of a list, or the one answer of another request. */
type Fetched = { ok: true; answers: IDataObject[] } | FailedResult | Stopped;

/** In the record while a call is out, for the retry of an execution cut short. */
const IN_FLIGHT: Failure = {
	...notSent(
		'The execution stopped while this message was being sent; it may have arrived',
		'check the conversation before sending it again',
		false,
	),
	delivery: 'unknown',
};

/** What is known of an item whose calls did not all get through, for now or for good. */
export function unfinished(
	because: Failed['because'],
	failure: Failure,
	{ plan, record }: Pick<PreparedItem, 'plan' | 'record'>,
): Failed {
	const parts = [...record.answers];
	const toSend = plan.filter(({ repeatable }) => !repeatable).length;
	const whole = parts.length < toSend ? afterParts(failure, parts.length, toSend) : failure;
	return { ok: false, because, failure: whole, parts };
}

/** Makes those calls of one item that have not been made yet, one after the other. Never rejects. */
export async function runItem(item: PreparedItem, shared: Shared): Promise<Outcome> {
	const { plan, read, record } = item;
	if (record.uncertain) return unfinished('memory', record.uncertain, item);
	const fail = (result: FailedResult | Stopped): Failed => {
		if (result.kind === 'stopped') return unfinished('stop', result.failure, item);
		shared.onFailed(result);
		return unfinished('call', result.failure, item);
	};

	const answers: IDataObject[][] = [];
	let sent = 0;
	for (const request of plan) {
		const known = request.repeatable ? undefined : record.answers[sent];
		const fetched = known
			? { ok: true as const, answers: [known] }
			: await fetch(request, record, shared);
		if (!fetched.ok) return fail(fetched);
		answers.push(fetched.answers);
		if (!request.repeatable) sent += 1;
	}
	const failed = await follow(item, shared);
	if (failed) return fail(failed);
	const last = record.answers.at(-1);
	if (last && plan.at(-1)?.repeatable === false) answers.splice(-1, 1, [last]);
	return { ok: true, items: itemsOf(shared.operation, plan, answers, read) };
}

async function fetch(request: Planned, record: SentRecord, shared: Shared): Promise<Fetched> {
	if (!request.repeatable) {
		const called = await send(request, record, shared, (answer) => record.answers.push(answer));
		return called.ok ? { ok: true, answers: [called.answer] } : called;
	}
	if (request.oncePerRun !== true) return await ask(request, shared);
	const key = JSON.stringify([request.path, request.query]);
	const asked = shared.oncePerRun.get(key) ?? ask(request, shared);
	shared.oncePerRun.set(key, asked);
	return await asked;
}

/** Reads, as often as it takes; for a list, page after page. */
async function ask(request: Planned, { caller, call }: Shared): Promise<Fetched> {
	const askOne = (page: ApiRequest): Promise<Called> =>
		caller.call({ attempt: () => settled(call(page)), repeatable: true, hasBegun: false });
	if (request.list) {
		const listed = await elements(request, askOne);
		return listed.ok ? { ok: true, answers: listed.elements } : listed;
	}
	const called = await askOne(request);
	return called.ok ? { ok: true, answers: [called.answer] } : called;
}

/** Sends at most once. The record knows of it before it goes out, and of the answer when it comes. */
async function send(
	request: ApiRequest,
	record: SentRecord,
	{ caller, call }: Shared,
	keep: (answer: IDataObject) => void,
): Promise<Called> {
	const attempt = async (): Promise<Result> => {
		record.uncertain = IN_FLIGHT;
		const result = await settled(call(request));
		const isUncertain = !result.ok && result.failure.delivery === 'unknown';
		record.uncertain = isUncertain ? result.failure : null;
		if (result.ok) keep(result.answer);
		return result;
	};
	const hasBegun = record.answers.length > 0;
	return await caller.call({ attempt, repeatable: false, hasBegun });
}

/** What throws while it calls, nobody knows about: it may have sent something. */
async function settled(result: Promise<Result>): Promise<Result> {
	return await result.catch((error: unknown): FailedResult => ({
		ok: false,
		failure: { ...inputFailure(error).failure, delivery: 'unknown' },
		kind: { kind: 'run' },
	}));
}

/**
 * Makes the calls that an answer asks for, until none is asked for or Max Wait is over. Each answer
 * is laid over the one before.
 * @returns the call that failed, if one did
 */
async function follow(
	{ record, read }: PreparedItem,
	shared: Shared,
): Promise<FailedResult | Stopped | undefined> {
	const { operation, options, clock } = shared;
	const end = clock.steady() + options.maxWait * 1000;
	for (;;) {
		const last = record.answers.at(-1);
		const next = last && operation.follow?.(last, options, read);
		if (!next || clock.steady() + next.after > end) return undefined;
		await pause(clock, next.after);
		const called = await send(next.request, record, shared, (answer) => {
			record.answers.splice(-1, 1, { ...last, ...answer });
		});
		if (!called.ok) return called;
	}
}
