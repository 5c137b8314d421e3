import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { sentences, type Failed, type Outcome } from './outcome';

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
	const { error: message, httpCode, retryable, delivery, instagram } = failure;
	const options = {
		message,
		description: sentences(failure.description, tally),
		itemIndex: item,
	};
	const error =
		because === 'call' || because === 'memory'
			? new NodeApiError(node, { message }, { ...options, ...(httpCode !== null && { httpCode }) })
			: new NodeOperationError(node, message, options);
	Object.assign(error.context, { httpCode, retryable, delivery, instagram, parts });
	return error;
}

/** The error that ends a run: that of the first item with something wrong about itself. */
export function runError(node: INode, outcomes: Outcome[]): NodeApiError | NodeOperationError {
	const failures = outcomes.flatMap((outcome, item) => (outcome.sent ? [] : [{ outcome, item }]));
	const culprit = failures.find(({ outcome }) => outcome.because !== 'halt') ?? failures[0];
	if (!culprit) return new NodeOperationError(node, 'The run ended without a result.');
	const sent = outcomes.length - failures.length;
	const notTried = failures.filter(({ outcome }) => outcome.because === 'halt').length;
	const tally =
		outcomes.length === 1
			? null
			: `${sent} of ${outcomes.length} items were sent, ${notTried} were not tried. To get an answer or an error for each of them, set On Error to Continue in the node’s settings.`;
	return toNodeError(node, culprit.item, culprit.outcome, tally);
}
