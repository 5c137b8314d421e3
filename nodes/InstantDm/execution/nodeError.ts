import { ExpressionError, NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { descriptionOf, sentences, type Failure } from '../../shared/api/result';
import { InputError } from '../../shared/parameters/inputError';
import type { Failed, Outcome } from './outcome';

/** So many items are named one by one. */
const MOST_NAMED = 50;

/**
 * The error n8n shows for a failed item: a NodeApiError when a call failed, a NodeOperationError
 * when nothing was sent for it. Its context carries what a failed item carries in its json. An
 * error of n8n's own, such as that of an expression, stays inside it, with the node and parameter
 * that it names.
 *
 * @param tally what became of the other items, for the description
 */
export function toNodeError(
	node: INode,
	item: number,
	{ because, failure, parts, cause }: Failed,
	tally: string | null,
): NodeApiError | NodeOperationError {
	const { title: message, httpCode, retryable, retryAt, delivery, instagram } = failure;
	const options = {
		message,
		description: descriptionOf(failure, tally),
		itemIndex: item,
		...hostFailure(failure, Date.now()),
	};
	const isCall = because === 'call' || because === 'memory';
	const inside = cause === undefined || cause instanceof InputError ? message : cause;
	const error = isCall
		? new NodeApiError(node, { message }, { ...options, ...(httpCode !== null && { httpCode }) })
		: new NodeOperationError(node, inside, options);
	if (cause instanceof ExpressionError) error.functionality = cause.functionality;
	const itemIndex = item;
	Object.assign(error.context, {
		itemIndex,
		httpCode,
		retryable,
		retryAt,
		delivery,
		instagram,
		parts,
	});
	return error;
}

/** Why it failed in the terms of n8n's own back-off, which n8n-workflow 2.40 and later know. */
function hostFailure({ httpCode, retryable, retryAt, instagram }: Failure, now: number) {
	if (httpCode === '401' && instagram === null)
		return { failure: { cause: 'credential-invalid' as const } };
	if (!retryable) return {};
	const isLimit = httpCode === '429' || instagram !== null;
	const cause = isLimit ? ('rate-limited' as const) : ('temporarily-unavailable' as const);
	if (retryAt === null) return { failure: { cause } };
	const resetsAtEpochMs = Date.parse(retryAt);
	return { failure: { cause, retryAfterMs: Math.max(0, resetsAtEpochMs - now), resetsAtEpochMs } };
}

/** The error that ends a run: that of the first item with something wrong about itself. */
export function runError(node: INode, outcomes: Outcome[]): NodeApiError | NodeOperationError {
	const failures = outcomes.flatMap((outcome, item) => (outcome.ok ? [] : [{ outcome, item }]));
	const culprit = failures.find(({ outcome }) => outcome.because !== 'stop') ?? failures[0];
	if (!culprit) return new NodeOperationError(node, 'The run ended without a result.');
	const notTried = failures.filter(({ outcome }) => outcome.because === 'stop').length;
	const inDoubt = failures.filter(
		({ item, outcome }) => item !== culprit.item && outcome.failure.delivery !== 'notSent',
	);
	const tally =
		outcomes.length === 1
			? null
			: sentences(
					`${outcomes.length - failures.length} of ${outcomes.length} items succeeded, ${notTried} were not tried`,
					inDoubtNote(inDoubt.map(({ item }) => item)),
					`To get a result for every item, set 'On Error' to 'Continue' under Settings`,
				);
	return toNodeError(node, culprit.item, culprit.outcome, tally);
}

function inDoubtNote(items: number[]): string | null {
	if (items.length === 0) return null;
	const named = items.slice(0, MOST_NAMED).join(', ');
	const more = items.length - MOST_NAMED;
	return `Also sent in part, or maybe sent: ${items.length === 1 ? 'item' : 'items'} ${named}${more > 0 ? ` and ${more} more` : ''}. Check before you send them again`;
}
