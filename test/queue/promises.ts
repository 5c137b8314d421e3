import { createHistogram } from 'node:perf_hooks';

import { countBy } from 'lodash';

import type { Delivery } from './load';
import type { Facts } from './round';
import type { Attempt } from './send';

/** Comments that break a promise; every list has to be empty. */
export type Broken = Record<
	| 'answered "accepted" more often than executed'
	| 'delivered, and never executed'
	| 'forged, and executed or replied to'
	| 'forged, and not refused with 401'
	| 'started twice by one process'
	| 'given more messages than executions'
	| 'given more messages than processes took it',
	string[]
>;

/** Counts, rates a second, and times in ms. */
export interface Figures {
	deliveries: number;
	requests: number;
	deliveriesPerSecond: number;
	startedP50: number;
	startedP99: number;
	turnedAwayP50: number;
	turnedAwayP99: number;
	executions: number;
	executionsPerSecond: number;
	/** How they ended: where n8n's worker died under one, or a node failed, not with success. */
	statuses: Record<string, number>;
	forgedAndExecuted: number;
	/** Copies that the same process had seen before, and started nothing. */
	copiesStopped: number;
	/** Copies that started an execution, since another process had taken the first. */
	copiesStarted: number;
	/** Comments whose writers got nothing. */
	withoutMessage: number;
	/** Comments whose writers got more than one message. */
	messagedTwice: number;
}

const isStarted = ({ status, answer }: Attempt<Delivery>): boolean =>
	status === 200 && !answer.includes('"ignored"');
const wasTaken = ({ status }: Attempt<Delivery>): boolean => status === 200;
const isUnclear = ({ status }: Attempt<Delivery>): boolean => status === null || status >= 500;
const commentOf = ({ delivery }: Attempt<Delivery>): string => delivery.commentId;

const count = (counts: Record<string, number>, key: string): number => counts[key] ?? 0;

/** Holds what happened against what the trigger promises. */
export function judge({ attempts, executions, reached }: Facts): Broken {
	const genuine = attempts.filter(({ delivery }) => delivery.kind !== 'forged');
	const forged = attempts.filter(({ delivery }) => delivery.kind === 'forged');
	const comments = [...new Set(genuine.map(commentOf))];
	const forgedComments = [...new Set(forged.map(commentOf))];

	const started = genuine.filter(isStarted);
	const startedOf = countBy(started, commentOf);
	const executionsOf = countBy(executions, ({ commentId }) => commentId);
	const messagesOf = countBy(reached);
	// A request that broke off may have been taken by a process of which nothing else is known.
	const takersOf = countBy(
		[
			...new Set(
				genuine
					.filter(wasTaken)
					.map((attempt) => `${commentOf(attempt)} ${String(attempt.server)}`),
			),
			...genuine.filter(isUnclear).map((attempt) => `${commentOf(attempt)} unknown`),
		],
		(pair) => pair.split(' ')[0],
	);
	const startsBySame = countBy(
		started,
		(attempt) => `${commentOf(attempt)} ${String(attempt.server)}`,
	);

	return {
		'answered "accepted" more often than executed': comments.filter(
			(id) => count(executionsOf, id) < count(startedOf, id),
		),
		'forged, and executed or replied to': forgedComments.filter(
			(id) => count(executionsOf, id) + count(messagesOf, id) > 0,
		),
		'forged, and not refused with 401': forgedComments.filter(
			(id) =>
				!forged.some((attempt) => commentOf(attempt) === id && attempt.status === 401) ||
				forged.some((attempt) => commentOf(attempt) === id && wasTaken(attempt)),
		),
		'started twice by one process': Object.keys(startsBySame).filter(
			(pair) => count(startsBySame, pair) > 1,
		),
		'given more messages than executions': comments.filter(
			(id) => count(messagesOf, id) > count(executionsOf, id),
		),
		'given more messages than processes took it': comments.filter(
			(id) => count(messagesOf, id) > count(takersOf, id),
		),
		'delivered, and never executed': comments.filter((id) => count(executionsOf, id) === 0),
	};
}

/** What the load took, and what became of it. */
export function measure({ attempts, seconds, executions, reached }: Facts): Figures {
	const deliveries = attempts.filter(({ status }) => status !== null && status < 500);
	const genuine = deliveries.filter(({ delivery }) => delivery.kind !== 'forged');
	const comments = new Set(genuine.map(commentOf));
	const started = deliveries.filter(isStarted);
	const startedGenuine = genuine.filter(isStarted);
	const forgedComments = new Set(
		attempts.filter(({ delivery }) => delivery.kind === 'forged').map(commentOf),
	);
	const messagesOf = countBy(reached);
	const times = executions.flatMap(({ startedAt, stoppedAt }) =>
		startedAt === null || stoppedAt === null ? [] : [{ startedAt, stoppedAt }],
	);
	const span =
		Math.max(...times.map(({ stoppedAt }) => stoppedAt)) -
		Math.min(...times.map(({ startedAt }) => startedAt));
	const startedTimes = percentiles(started);
	const turnedAwayTimes = percentiles(deliveries.filter((attempt) => !isStarted(attempt)));
	return {
		deliveries: deliveries.length,
		requests: attempts.length,
		deliveriesPerSecond: deliveries.length / seconds,
		startedP50: startedTimes.p50,
		startedP99: startedTimes.p99,
		turnedAwayP50: turnedAwayTimes.p50,
		turnedAwayP99: turnedAwayTimes.p99,
		executions: executions.length,
		executionsPerSecond: times.length / span,
		statuses: countBy(executions, ({ status }) => status),
		forgedAndExecuted: executions.filter(({ commentId }) => forgedComments.has(commentId)).length,
		copiesStopped: genuine.length - startedGenuine.length,
		copiesStarted: startedGenuine.length - comments.size,
		withoutMessage: [...comments].filter((id) => count(messagesOf, id) === 0).length,
		messagedTwice: [...comments].filter((id) => count(messagesOf, id) > 1).length,
	};
}

function percentiles(attempts: readonly Attempt<Delivery>[]): { p50: number; p99: number } {
	const histogram = createHistogram();
	for (const { milliseconds } of attempts) histogram.record(Math.max(1, Math.round(milliseconds)));
	const at = (percentile: number) =>
		attempts.length === 0 ? NaN : histogram.percentile(percentile);
	return { p50: at(50), p99: at(99) };
}
