import { countBy } from 'lodash';

import type { Delivery } from './load';
import type { Facts } from './round';
import type { Attempt } from './send';

const commentOf = ({ delivery }: Attempt<Delivery>): string => delivery.commentId;
const isForged = ({ delivery }: Attempt<Delivery>): boolean => delivery.kind === 'forged';
const isGenuine = (attempt: Attempt<Delivery>): boolean => !isForged(attempt);
const wasTaken = ({ status }: Attempt<Delivery>): boolean => status === 200;
const isUnclear = ({ status }: Attempt<Delivery>): boolean => status === null || status >= 500;

/** Whether the answer says that an execution was started. */
export const isStarted = ({ status, answer }: Attempt<Delivery>): boolean =>
	status === 200 && !answer.includes('"ignored"');

/** The comments that were delivered, forgeries left out. */
export const genuineComments = ({ attempts }: Facts): string[] => [
	...new Set(attempts.filter(isGenuine).map(commentOf)),
];

const executionsOf = ({ executions }: Facts): Record<string, number> =>
	countBy(executions, ({ commentId }) => commentId);

const twice = (ids: readonly string[]): string[] =>
	Object.entries(countBy(ids)).flatMap(([id, count]) => (count > 1 ? [id] : []));

/** What is promised, each with what finds the comments that break it. */
const promises = {
	'nothing forged is executed or replied to': (facts: Facts) => {
		const forged = new Set(facts.attempts.filter(isForged).map(commentOf));
		const done = [...facts.executions.map(({ commentId }) => commentId), ...facts.messages];
		return done.filter((id) => forged.has(id));
	},

	'everything forged is refused with 401': ({ attempts }: Facts) =>
		attempts
			.filter(isForged)
			.filter((attempt) => attempt.status !== 401 && !isUnclear(attempt))
			.map(commentOf),

	'every delivery is executed': (facts: Facts) => {
		const executions = executionsOf(facts);
		return genuineComments(facts).filter((id) => executions[id] === undefined);
	},

	'whatever is answered "accepted" is executed': (facts: Facts) => {
		const executions = executionsOf(facts);
		const started = countBy(facts.attempts.filter(isGenuine).filter(isStarted), commentOf);
		return Object.keys(started).filter((id) => (executions[id] ?? 0) < (started[id] ?? 0));
	},

	'one process starts a comment once': ({ attempts }: Facts) =>
		twice(
			attempts
				.filter(isGenuine)
				.filter(isStarted)
				.map((attempt) => `${commentOf(attempt)} ${String(attempt.server)}`),
		),

	'one execution sends one message': (facts: Facts) => {
		const executions = executionsOf(facts);
		const counts = countBy(facts.messages);
		return Object.keys(counts).filter((id) => (counts[id] ?? 0) > (executions[id] ?? 0));
	},

	'nobody gets more messages than processes took the comment': ({ attempts, messages }: Facts) => {
		const genuine = attempts.filter(isGenuine);
		const known = genuine
			.filter(wasTaken)
			.map((attempt) => `${commentOf(attempt)} ${String(attempt.server)}`);
		// A request that broke off may have been taken by a process of which nothing else is known.
		const unknown = genuine.filter(isUnclear).map((attempt) => `${commentOf(attempt)} unknown`);
		const takers = countBy([...new Set(known), ...unknown], (pair) => pair.split(' ')[0]);
		const counts = countBy(messages);
		return Object.keys(counts).filter((id) => (counts[id] ?? 0) > (takers[id] ?? 0));
	},

	'nobody gets two messages': ({ messages }: Facts) => twice(messages),

	'no comment gets two public replies': ({ publicReplies }: Facts) => twice(publicReplies),

	'no comment becomes two leads': ({ leads }: Facts) => twice(leads),
};

export type PromiseName = keyof typeof promises;

export const ALL_PROMISES = Object.keys(promises).filter(
	(name): name is PromiseName => name in promises,
);

/** What the trigger promises on its own, whatever comes after it. */
export const TRIGGERS_PROMISES = [
	'nothing forged is executed or replied to',
	'everything forged is refused with 401',
	'every delivery is executed',
	'whatever is answered "accepted" is executed',
	'one process starts a comment once',
	'one execution sends one message',
	'nobody gets more messages than processes took the comment',
] as const satisfies readonly PromiseName[];

/** The comments that break a promise. */
export const breaking = (promise: PromiseName, facts: Facts): string[] => promises[promise](facts);
