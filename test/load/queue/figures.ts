import { createHistogram } from 'node:perf_hooks';

import { countBy } from 'lodash';

import type { Delivery } from './load';
import { genuineComments, isStarted } from './promises';
import type { Facts } from './round';
import type { Attempt } from './send';

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
	/** Comments that nothing came of: no message and no lead. */
	withoutEffect: number;
	messagedTwice: number;
	repliedToTwice: number;
	leadsTwice: number;
}

const moreThanOnce = (ids: readonly string[]): number =>
	Object.values(countBy(ids)).filter((count) => count > 1).length;

/** What the load took, and what became of it. */
export function measure(facts: Facts): Figures {
	const { attempts, seconds, executions, messages, publicReplies, leads } = facts;
	const deliveries = attempts.filter(({ status }) => status !== null && status < 500);
	const isForged = ({ delivery }: Attempt<Delivery>) => delivery.kind === 'forged';
	const genuine = deliveries.filter((attempt) => !isForged(attempt));
	const comments = genuineComments(facts);
	const started = deliveries.filter(isStarted);
	const startedGenuine = genuine.filter(isStarted);
	const forged = new Set(attempts.filter(isForged).map(({ delivery }) => delivery.commentId));
	const times = executions.flatMap(({ startedAt, stoppedAt }) =>
		startedAt === null || stoppedAt === null ? [] : [{ startedAt, stoppedAt }],
	);
	const span =
		Math.max(...times.map(({ stoppedAt }) => stoppedAt)) -
		Math.min(...times.map(({ startedAt }) => startedAt));
	const startedTimes = percentiles(started);
	const turnedAwayTimes = percentiles(deliveries.filter((attempt) => !isStarted(attempt)));
	const reached = new Set([...messages, ...leads]);
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
		forgedAndExecuted: executions.filter(({ commentId }) => forged.has(commentId)).length,
		copiesStopped: genuine.length - startedGenuine.length,
		copiesStarted: startedGenuine.length - comments.length,
		withoutEffect: comments.filter((id) => !reached.has(id)).length,
		messagedTwice: moreThanOnce(messages),
		repliedToTwice: moreThanOnce(publicReplies),
		leadsTwice: moreThanOnce(leads),
	};
}

function percentiles(attempts: readonly Attempt<Delivery>[]): { p50: number; p99: number } {
	const histogram = createHistogram();
	for (const { milliseconds } of attempts) histogram.record(Math.max(1, Math.round(milliseconds)));
	const at = (percentile: number) =>
		attempts.length === 0 ? NaN : histogram.percentile(percentile);
	return { p50: at(50), p99: at(99) };
}
