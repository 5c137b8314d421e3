import { sortedIndexBy } from 'lodash';

import type { FailedCall } from '../../shared/api/failedCall';
import type { Turn } from './hold';

/** How the calls of a run go through the line. */
export interface Terms {
	/** 0 for no pacing */
	requestsPerSecond: number;
	/** How long a call may wait for its turn, for whatever reason. */
	maxWaitMs: number;
	/** Whether calls wait while a limit is known to hold; else they get no turn. */
	waitOnLimit: boolean;
}

/** Why a call gets no turn. */
export type NoTurn =
	/** It is not wanted any more; or as many runs wait as may. */
	| { why: 'over' | 'crowded' }
	/** Its turn is further away than it may wait. */
	| { why: 'far'; waitMs: number }
	/** A limit holds, or lasts longer than the call may wait. */
	| { why: 'limit'; waitMs: number; cause: FailedCall };

/** A call that waits for its turn. */
export interface Waiting {
	operation: string;
	/** Whether it is not wanted any more. */
	isOver: () => boolean;
	/** Its order among the calls of its run. */
	number: number;
	/** Its order among all calls; Infinity until it is the first of its run. */
	ticket: number;
	/** In steady time, from then on. */
	deadline: number;
	resolve: (turn: Turn | NoTurn) => void;
}

/** The place of a run in a line: one, however many of its calls wait. */
export class Place {
	/** In the order in which they were first made. */
	readonly waiting: Waiting[] = [];

	/** Whether a call of its own was accepted: then it is not kept out later on. */
	hasSent = false;

	/** When its own pace lets its next call leave, in steady time: until then it waits for nobody. */
	nextSlot = -Infinity;

	private calls = 0;

	constructor(
		readonly terms: Terms,
		private readonly enter: (place: Place) => void,
	) {}

	/**
	 * A call to make.
	 * @param operation what Instagram's own limits count together
	 * @returns asks for a turn; asked again after a limit refused it, the call still comes before what
	 * came after it
	 */
	call(operation: string, isOver: () => boolean): () => Promise<Turn | NoTurn> {
		const number = (this.calls += 1);
		const call = { operation, isOver, number, ticket: Infinity, deadline: Infinity };
		return () =>
			new Promise((resolve) => {
				const waiting: Waiting = Object.assign(call, { resolve });
				this.waiting.splice(sortedIndexBy(this.waiting, waiting, 'number'), 0, waiting);
				this.enter(this);
			});
	}
}
