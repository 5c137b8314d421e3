import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { descriptionOf } from '../../shared/api/result';
import type { Failed, Outcome } from './outcome';

/**
 * The error n8n shows for a failed item: a NodeApiError when a call failed, a NodeOperationError
 * when nothing went out for it. Its context carries what a failed item carries in its json.
 *
 * @param tally what became of the other items, for the description
 */
export function toNodeError(
	node: INode,
	item: number,
	{ because, failure, parts }: Failed,
	tally: string | null,
): NodeApiError | NodeOperationError {
	const { title: message, httpCode, retryable, retryAt, delivery, instagram } = failure;
	const options = {
		message,
		description: descriptionOf(failure, tally),
		itemIndex: item,
	};
	const error =
		because === 'call' || because === 'memory'
			? new NodeApiError(node, { message }, { ...options, ...(httpCode !== null && { httpCode }) })
			: new NodeOperationError(node, message, options);
	Object.assign(error.context, { httpCode, retryable, retryAt, delivery, instagram, parts });
	return error;
}

/** The error that ends a run: that of the first item with something wrong about itself. */
export function runError(node: INode, outcomes: Outcome[]): NodeApiError | NodeOperationError {
	const failures = outcomes.flatMap((outcome, item) => (outcome.ok ? [] : [{ outcome, item }]));
	const culprit = failures.find(({ outcome }) => outcome.because !== 'stop') ?? failures[0];
	if (!culprit) return new NodeOperationError(node, 'The run ended without a result.');
	const succeeded = outcomes.length - failures.length;
	const notTried = failures.filter(({ outcome }) => outcome.because === 'stop').length;
	const tally =
		outcomes.length === 1
			? null
			: `${succeeded} of ${outcomes.length} items succeeded, ${notTried} were not tried. To get a result for every item, set 'On Error' to 'Continue' under Settings.`;
	return toNodeError(node, culprit.item, culprit.outcome, tally);
}
