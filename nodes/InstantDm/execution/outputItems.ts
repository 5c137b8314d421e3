import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from './nodeError';
import type { Failed, Outcome } from './outcome';

function failureJson(item: number, { failure, parts }: Failed): IDataObject {
	const { error, httpCode, retryable, delivery, instagram } = failure;
	// The number in n8n's own form: items count from 0.
	return { error: `${error} [item ${item}]`, httpCode, retryable, delivery, instagram, parts };
}

/** The output item for one input item of a node that goes on when items fail. */
export function outputItem(node: INode, item: number, outcome: Outcome): INodeExecutionData {
	const pairedItem = { item };
	if (outcome.sent) return { json: outcome.json, pairedItem };
	const output: INodeExecutionData = { json: failureJson(item, outcome), pairedItem };
	if (node.onError === 'continueErrorOutput') {
		// n8n routes an item by its `error` and afterwards cuts the json of every item that still
		// has one down to the message. It copies routed items by their enumerable properties, so
		// one that is not enumerable does the first without the second.
		Object.defineProperty(output, 'error', { value: toNodeError(node, item, outcome, null) });
	}
	return output;
}
