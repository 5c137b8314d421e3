import { FailedCall } from '../../shared/api/failedCall';
import { elementsOf } from '../../shared/api/pages';
import type { ApiRequest } from '../../shared/api/request';
import type { Failure } from '../../shared/api/result';
import type { JsonObject } from '../../shared/json/exactJson';
import type { RunOptions } from '../fields/options';
import type { ReadParameter } from '../../shared/parameters/parameter';
import { itemsOf, type Operation, type Planned } from '../resources/operation';
import { asFailedCall, Stopped, type Caller } from './caller';
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
	/** @throws FailedCall */
	call: (request: ApiRequest) => Promise<JsonObject>;
	/** What is asked once for all items, by path and query. */
	oncePerRun: Map<string, Promise<JsonObject[]>>;
	/** Told of each failed call. */
	onFailed(failed: FailedCall): void;
}

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
	try {
		const answers: JsonObject[][] = [];
		let sent = 0;
		for (const request of plan) {
			if (request.repeatable) answers.push(await fetch(request, shared));
			else answers.push([record.answers[sent++] ?? (await sendNext(request, record, shared))]);
		}
		await follow(item, shared);
		const last = record.answers.at(-1);
		if (last && plan.at(-1)?.repeatable === false) answers.splice(-1, 1, [last]);
		return { ok: true, items: itemsOf(shared.operation, plan, answers, read) };
	} catch (error) {
		if (error instanceof Stopped) return unfinished('stop', error.failure, item);
		if (!(error instanceof FailedCall))
			return unfinished('call', inputFailure(error).failure, item);
		shared.onFailed(error);
		return unfinished('call', error.failure, item);
	}
}

/** The elements of a list, or the one answer of another request. */
async function fetch(request: Planned, shared: Shared): Promise<JsonObject[]> {
	if (request.oncePerRun !== true) return await ask(request, shared);
	const key = JSON.stringify([request.path, request.query]);
	const asked = shared.oncePerRun.get(key) ?? ask(request, shared);
	shared.oncePerRun.set(key, asked);
	return await asked;
}

/** Reads, as often as it takes; for a list, page after page. */
async function ask(request: Planned, { caller, call }: Shared): Promise<JsonObject[]> {
	const askOne = (page: ApiRequest) =>
		caller.call({ request: page, attempt: () => call(page), hasBegun: false });
	return request.list ? await elementsOf(request, askOne) : [await askOne(request)];
}

async function sendNext(request: ApiRequest, record: SentRecord, shared: Shared) {
	return await send(request, record, shared, (answer) => record.answers.push(answer));
}

/** Sends at most once. The record knows of it before it goes out, and of the answer when it comes. */
async function send(
	request: ApiRequest,
	record: SentRecord,
	{ caller, call }: Shared,
	keep: (answer: JsonObject) => void,
): Promise<JsonObject> {
	const attempt = async (): Promise<JsonObject> => {
		record.uncertain = IN_FLIGHT;
		const answer = await call(request).catch((error: unknown) => {
			const failed = asFailedCall(error);
			record.uncertain = failed.failure.delivery === 'unknown' ? failed.failure : null;
			throw failed;
		});
		record.uncertain = null;
		keep(answer);
		return answer;
	};
	const hasBegun = record.answers.length > 0;
	return await caller.call({ request, attempt, hasBegun });
}

/**
 * Makes the calls that an answer asks for, until none is asked for or Max Wait is over. Each answer
 * is laid over the one before.
 */
async function follow({ record, read }: PreparedItem, shared: Shared): Promise<void> {
	const { operation, options, clock } = shared;
	const end = clock.steady() + options.maxWait * 1000;
	for (;;) {
		const last = record.answers.at(-1);
		const next = last && operation.follow?.(last, options, read);
		if (!next || clock.steady() + next.after > end) return;
		await pause(clock, next.after);
		await send(next.request, record, shared, (answer) => {
			record.answers.splice(-1, 1, { ...last, ...answer });
		});
	}
}
