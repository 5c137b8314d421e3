import type { ApiRequest } from '../../shared/api/request';
import type { JsonObject } from '../../shared/json/exactJson';
import type { ReadParameter } from '../../shared/parameters/parameter';
import type { RunOptions } from '../fields/options';
import { readOnce, type GivenFile, type ReadItem, type SignedFile } from '../fields/readItem';
import type { Operation, Planned } from '../resources/operation';
import { Caller } from './caller';
import type { AccountLine } from './accountLine';
import type { Clock } from './clock';
import { inOrder, type Work } from './inOrder';
import { inputFailure, notSent, type Outcome } from './outcome';
import { runItem, unfinished, type PreparedItem, type Shared } from './runItem';
import { nothingSent, type SentItem, type SentMemory } from './sentMemory';
import type { Stop } from './stop';

/** What a run is to do. */
export interface Run {
	/** how many */
	items: number;
	operation: Pick<Operation, 'orderBy' | 'plan' | 'items' | 'follow'>;
	options: RunOptions;
	/** Whether a failed item ends the run, as n8n's On Error setting has it. */
	stopOnError: boolean;
	read(item: number, name: string): unknown;
	signedFile(item: number, given: GivenFile): SignedFile;
	memory: Pick<SentMemory, 'recall'>;
	/** What all that the account sends goes through. */
	line: AccountLine;
	call(request: ApiRequest): Promise<JsonObject>;
}

/** Where a run meets the world; tests put their own in. */
export interface Environment {
	clock: Clock;
	/** 0 (included) to 1 (not included) */
	random: () => number;
	stop: Stop;
	/** Resolves when calls still out are waited for no longer. */
	graceOver: Promise<void>;
}

/** Runs all items and says what became of each, in input order. Never rejects. */
export async function runItems(run: Run, environment: Environment): Promise<Outcome[]> {
	const { operation, options } = run;
	const { clock, random, stop } = environment;
	const caller = new Caller({ line: run.line, options, stop, clock, random });
	const oncePerRun: Shared['oncePerRun'] = new Map();
	const outcomes = new Map<number, Outcome>();
	const underWay = new Map<number, PreparedItem>();

	function prepare(
		item: number,
		orderKey: string | null,
		read: ReadItem,
		files: SentItem['files'],
	) {
		let plan: Planned[];
		try {
			plan = operation.plan(read, options);
		} catch (error) {
			return inputFailure(error);
		}
		const requests = plan.filter(({ repeatable }) => !repeatable);
		const record =
			requests.length > 0 ? run.memory.recall({ item, orderKey, requests, files }) : nothingSent();
		return { plan, read, record };
	}

	async function handle(item: number, prepared: PreparedItem): Promise<Outcome> {
		underWay.set(item, prepared);
		const outcome = await runItem(prepared, {
			...{ operation, options, clock, caller, oncePerRun, call: (request) => run.call(request) },
			onFailed: ({ failure, scope }) => {
				if (scope === 'run' || scope === 'limit') stop.calls(item, failure);
			},
		});
		underWay.delete(item);
		return outcome;
	}

	function settle(item: number, outcome: Outcome): void {
		outcomes.set(item, outcome);
		// What was in doubt before stays so; the others need not suffer for it again.
		if (run.stopOnError && !outcome.ok && outcome.because !== 'memory') {
			stop.items(item, outcome.failure);
		}
	}

	function* works(): Generator<Work> {
		for (let item = 0; item < run.items; item += 1) {
			const files = new Map<string, string>();
			const read = readOnce(
				(name) => run.read(item, name),
				(given) => run.signedFile(item, given),
				files,
			);
			const key = orderKeyOf(operation.orderBy, read);
			yield {
				key,
				prepare: () => {
					const prepared = prepare(item, key, read, files);
					return async () => {
						settle(item, 'plan' in prepared ? await handle(item, prepared) : prepared);
					};
				},
			};
		}
	}

	const done = inOrder(works(), {
		concurrency: options.concurrency,
		mayStart: () => stop.reason(false) === null,
		settle: () => clock.settle(),
	});
	await Promise.race([done, environment.graceOver]);

	return Array.from({ length: run.items }, (_, item) => {
		const why = stop.reason(false) ?? notSent('Not sent: the run ended early', null, true);
		const left = underWay.get(item) ?? { plan: [], record: nothingSent() };
		return caller.handBack(
			outcomes.get(item) ?? unfinished('stop', left.record.uncertain ?? why, left),
		);
	});
}

/**
 * Whom or what an item is for: spaces around an id, or a number for a string, make nobody else of
 * it. One that cannot be read is for the item's own plan to complain of.
 */
function orderKeyOf(orderBy: string | undefined, read: ReadParameter): string | null {
	if (orderBy === undefined) return null;
	try {
		const id = read(orderBy);
		return typeof id === 'string' || typeof id === 'number' ? String(id).trim() : null;
	} catch {
		return null;
	}
}
