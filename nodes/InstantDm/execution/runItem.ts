import { FailedCall } from '../../shared/api/failedCall';
import { elementsOf } from '../../shared/api/pages';
import type { ApiRequest } from '../../shared/api/request';
import type { Failure } from '../../shared/api/result';
import type { JsonObject } from '../../shared/json/exactJson';
import { readRunOptions, type RunOptions } from '../fields/options';
import type { KnownItem } from '../fields/readItem';
import { itemsOf, type Operation, type Planned } from '../resources/operation';
import { asFailedCall, Stopped, type Caller } from './caller';
import { pause, type Clock } from './clock';
import { inputFailure, notSent, unfinished, withNote, type Outcome } from './outcome';
import { afterOthers, type SentMemory, type SentRecord } from './sentMemory';
import type { Stop } from './stop';

/** What a run is to do, and by what means: all that its items share. */
export interface Run {
	/** how many */
	items: number;
	operation: Pick<Operation, 'fields' | 'orderBy' | 'plan' | 'items' | 'follow'>;
	/** Those of the run as a whole: pace, limits, how many at once. */
	options: RunOptions;
	/** Whether a failed item ends the run, as n8n's On Error setting has it. */
	stopOnError: boolean;
	/** What an item holds. */
	read(item: number): KnownItem;
	memory: Pick<SentMemory, 'recall' | 'isRetry'>;
	caller: Pick<Caller, 'call' | 'handBack'>;
	/** @throws FailedCall */
	call: (request: ApiRequest) => Promise<JsonObject>;
	/** What is asked once for all items, by path and query. */
	oncePerRun: Map<string, Promise<JsonObject[]>>;
	stop: Stop;
	clock: Clock;
	/** Resolves when calls still out are waited for no longer. */
	graceOver: Promise<void>;
}

/** One item on its way. */
export interface Item {
	/** From 0, in the input. */
	index: number;
	/** How many items before it are for the same; where that cannot be told, how many there are. */
	place: number;
	/** Whom or what it is for; null where that cannot be told. */
	orderKey: string | null;
	read: KnownItem;
	/** Its requests; none before all of them have been checked. */
	plan: Planned[];
	/** What has been sent for it so far, in this try of the run or an earlier one. */
	record: SentRecord;
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

/** Said of what an earlier try left in doubt: a person who has checked wants to know how to send it. */
const SKIPPED =
	'A retry skips it, since it may have arrived. To send it again, start a new execution';

/**
 * Reads and checks one item, then makes those of its calls that have not been made yet, one after
 * the other. Never rejects: whatever fails is the item's outcome.
 */
export async function runItem(item: Item, run: Run): Promise<Outcome> {
	try {
		// Where nothing is asked for again, reading it would only take time.
		const maxWaitMs = run.operation.follow ? readRunOptions(item.read).maxWait * 1000 : 0;
		item.plan = run.operation.plan(item.read);
		const sends = item.plan.some(({ repeatable }) => !repeatable);
		if (sends) item.record = run.memory.recall({ ...item, values: item.read.values });
		return await afterOthers(item.record, async () => {
			const { uncertain } = item.record;
			if (uncertain !== null) return unfinished('memory', withNote(uncertain, SKIPPED), item);
			return { ok: true, items: await makeCalls(item, maxWaitMs, run) };
		});
	} catch (error) {
		if (error instanceof Stopped) return unfinished('stop', error.failure, item);
		if (!(error instanceof FailedCall)) return inputFailure(error, item, run.operation.fields);
		const { scope, failure } = error;
		if (scope === 'run' || scope === 'limit') run.stop.calls(item.index, error);
		return unfinished('call', failure, item);
	}
}

/**
 * What earlier tries of the run made of an item that this one does not come to: done, in doubt, or
 * ended by `why`. Makes no call and waits for none.
 */
export async function recallItem(item: Item, run: Run, why: Failure): Promise<Outcome> {
	const call = () => Promise.reject(new Stopped(why));
	const { caller, clock } = run;
	return await runItem(item, {
		...run,
		caller: { call, handBack: (outcome) => caller.handBack(outcome) },
		clock: { ...clock, until: () => Promise.resolve() },
	});
}

async function makeCalls(item: Item, maxWaitMs: number, run: Run) {
	const { plan, read, record } = item;
	const answers: JsonObject[][] = [];
	const keep = (answer: JsonObject) => record.answers.push(answer);
	let sent = 0;
	for (const request of plan) {
		if (request.repeatable) answers.push(await fetch(request, run));
		else answers.push([record.answers[sent++] ?? (await send(request, record, run, keep))]);
	}
	await follow(item, maxWaitMs, run);
	const last = record.answers.at(-1);
	if (last && plan.at(-1)?.repeatable === false) answers.splice(-1, 1, [last]);
	return itemsOf(run.operation, plan, answers, read);
}

/** The elements of a list, or the one answer of another request. */
async function fetch(request: Planned, run: Run): Promise<JsonObject[]> {
	if (request.oncePerRun !== true) return await ask(request, run);
	const key = JSON.stringify([request.path, request.query]);
	const asked = run.oncePerRun.get(key) ?? ask(request, run);
	run.oncePerRun.set(key, asked);
	return await asked;
}

/** Reads, as often as it takes; for a list, page after page. */
async function ask(request: Planned, { caller, call }: Run): Promise<JsonObject[]> {
	const askOne = (page: ApiRequest) =>
		caller.call({ request: page, attempt: () => call(page), hasBegun: false });
	return request.list ? await elementsOf(request, askOne) : [await askOne(request)];
}

/** Sends at most once. The record has it before the call is made, and the answer when it comes. */
async function send(
	request: ApiRequest,
	record: SentRecord,
	{ caller, call }: Run,
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
	return await caller.call({ request, attempt, hasBegun: record.answers.length > 0 });
}

/**
 * Makes the calls that an answer asks for, until none is asked for or Max Wait is over. Each answer
 * is laid over the one before.
 */
async function follow({ record, read }: Item, maxWaitMs: number, run: Run): Promise<void> {
	const { operation, clock } = run;
	const end = clock.steady() + maxWaitMs;
	for (;;) {
		const last = record.answers.at(-1);
		const next = last && operation.follow?.(last, read);
		if (!next || clock.steady() + next.after > end) return;
		await pause(clock, next.after);
		await send(next.request, record, run, (answer) => {
			record.answers.splice(-1, 1, { ...last, ...answer });
		});
	}
}
