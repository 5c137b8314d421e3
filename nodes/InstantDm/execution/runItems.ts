import type { IDataObject } from 'n8n-workflow';

import type { RequestBody } from '../resources/requestBodies';
import type { Result } from '../../shared/api/result';
import type { Clock } from './clock';
import { deliverItem, unfinished } from './runItem';
import type { Halt } from './stop';
import { inLanes } from './inOrder';
import { Line } from './caller';
import type { RunOptions } from './options';
import { notSent, type Outcome } from './outcome';
import { paced } from './pace';
import { RateLimitGate } from './throttle';
import type { SentRecord } from './sentMemory';

/** All that a run over many items needs to know. */
export interface Round {
	/** For each item whom it is for; null where that cannot be read. */
	addressees: (string | null)[];
	options: RunOptions;
	/** Whether a failed item ends the run, as n8n's On Error setting has it. */
	stopOnError: boolean;
	plan(item: number): RequestBody[];
	recall(item: number, bodies: RequestBody[]): SentRecord;
	send(body: RequestBody): Promise<Result>;
	answer(answers: IDataObject[]): IDataObject;
}

/** Where a run meets the world; tests put their own in. */
export interface World {
	clock: Clock;
	random: () => number;
	halt: Halt;
	/** Resolves when calls still out are waited for no longer. */
	outOfPatience: Promise<void>;
}

/** Sends all items and says what became of each, in input order. Never rejects. */
export async function deliverAll(round: Round, world: World): Promise<Outcome[]> {
	const { options } = round;
	const { clock, random, halt } = world;
	const line = new Line({
		gate: new RateLimitGate(options.maxWait * 1000, clock, random),
		pace: paced(options.requestsPerSecond, clock),
		waitOnLimit: options.onRateLimit === 'wait',
		clock,
		random,
		onOutage: () => {
			halt.stopForOutage();
		},
	});
	const outcomes = new Map<number, Outcome>();
	const underWay = new Map<number, { record: SentRecord; planned: number }>();

	async function handle(item: number): Promise<void> {
		const outcome = await deliverItem(
			{
				plan: () => round.plan(item),
				recall: (bodies) => {
					const record = round.recall(item, bodies);
					underWay.set(item, { record, planned: bodies.length });
					return record;
				},
				send: (body) => round.send(body),
				answer: (answers) => round.answer(answers),
				forbidden: (begun) => halt.reason(begun),
				heed: (failure, { kind }) => {
					if (kind === 'run' || kind === 'limit') halt.stopCalls(item, failure);
				},
			},
			line,
		);
		underWay.delete(item);
		outcomes.set(item, outcome);
		// What was in doubt before stays so; the others need not suffer for it again.
		if (round.stopOnError && !outcome.sent && outcome.because !== 'memory') {
			halt.stopItems(item, outcome.failure);
		}
	}
	const done = inLanes(
		round.addressees,
		options.concurrency,
		handle,
		() => halt.reason(false) === null,
	);
	await Promise.race([done, world.outOfPatience]);

	return round.addressees.map((_, item) => {
		const outcome = outcomes.get(item);
		if (outcome) return outcome;
		const why = halt.reason(false) ?? notSent('Not sent: the run ended early', null, true);
		const left = underWay.get(item);
		if (left) return unfinished('halt', left.record.doubt ?? why, left.record, left.planned);
		return { sent: false, because: 'halt', failure: why, parts: [] };
	});
}
