import { isEmpty, omit } from 'lodash';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { sentenceOf, sentences } from '../../shared/api/result';
import { toNodeError } from './nodeError';
import type { Failed, Outcome } from './outcome';

function failureJson(item: number, { failure, parts }: Failed): IDataObject {
	const { httpCode, retryable, retryAt, delivery, instagram } = failure;
	const sentence = sentenceOf(failure);
	// An item has no place for details beside its sentence.
	const said = failure.details === null ? sentence : sentences(sentence, failure.details);
	// The number in n8n's own form: items count from 0.
	const error = `${said} [item ${item}]`;
	return { error, httpCode, retryable, retryAt, delivery, instagram, parts };
}

/** n8n takes an item for a failed one that has an `error`, in older versions even an empty one. */
function successJson(json: IDataObject): IDataObject {
	const { error } = json;
	const isNothing = !error || (typeof error === 'object' && isEmpty(error));
	return 'error' in json && isNothing ? omit(json, 'error') : json;
}

/** The output items for one input item of a node that goes on when items fail. */
export function outputItems(node: INode, item: number, outcome: Outcome): INodeExecutionData[] {
	const pairedItem = { item };
	if (outcome.ok) return outcome.items.map((json) => ({ json: successJson(json), pairedItem }));
	const output: INodeExecutionData = { json: failureJson(item, outcome), pairedItem };
	if (node.onError === 'continueErrorOutput') {
		// n8n routes an item by its `error`, and cuts the json of every item that still has one down to
		// the message. It copies routed items by their enumerable properties: one that is not
		// enumerable is routed and kept whole.
		const error = toNodeError(node, item, outcome, null);
		Object.defineProperty(output, 'error', { value: error });
	}
	return [output];
}
