import type { FailedCall } from '../../shared/api/failedCall';
import type { Failure } from '../../shared/api/result';
import { notSent } from './outcome';

/** So many calls in a row without a response are an outage, and not one message that fails. */
export const OUTAGE = 3;

/** The one place that knows whether a run may still make calls, and if not, why. */
export class Stop {
	private noMoreCalls: Failure | null = null;

	private noMoreItems: Failure | null = null;

	/** @param signal n8n's, for a cancelled execution */
	constructor(private readonly signal: AbortSignal | undefined) {}

	/** Every further call would fail as this item's did: make none. */
	calls(item: number, { failure, scope }: FailedCall): void {
		const retryable = failure.retryable || scope === 'limit';
		this.noMoreCalls ??= stoppedAt(item, { ...failure, retryable });
	}

	/** The run is to end with this item's failure: begin no other, finish what has begun. */
	items(item: number, failure: Failure): void {
		this.noMoreItems ??= stoppedAt(item, failure);
	}

	/** Calls get no response any more, so that nobody would know what became of further ones. */
	outage(): void {
		this.noMoreCalls ??= notSent(
			`Not sent: ${OUTAGE} calls in a row got no usable response from InstantDM`,
			'send this item again when InstantDM is available',
			true,
		);
	}

	/**
	 * What an item fails with that is not sent any more; null while it may be.
	 * @param hasBegun whether a part of it has been sent already
	 */
	reason(hasBegun: boolean): Failure | null {
		if (this.noMoreCalls) return this.noMoreCalls;
		if (this.signal?.aborted) return notSent('Not sent: the execution was cancelled', null, true);
		return hasBegun ? null : this.noMoreItems;
	}
}

function stoppedAt(item: number, { title, advice, retryable, delivery }: Failure): Failure {
	// What may have been sent for one item says nothing of another.
	const next =
		delivery === 'unknown' ? `see to item ${item} first, then run this item again` : advice;
	return notSent(`Not sent: the run stopped at item ${item} (${title})`, next, retryable);
}
