import { omit } from 'lodash';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/**
 * The item that goes on when nobody has answered in time. n8n would pass on the input, where the
 * `data` of an earlier question, or what a model has called a tool with, could be taken for an answer.
 * @param type the node's
 * @param sent InstantDM's answer to the message
 */
export function unanswered(
	item: INodeExecutionData,
	type: string,
	sent: IDataObject,
): INodeExecutionData {
	if (!type.endsWith('Tool')) return { ...item, json: omit(item.json, 'data') };
	const note = 'There was no answer in time.';
	return { ...item, json: isReview(type) ? { ...feedback(note), sent } : { note, sent } };
}

/** A human review whose question could not be sent. */
export function unasked(item: INodeExecutionData, type: string): INodeExecutionData {
	if (!isReview(type)) return item;
	const { error } = item.json;
	const note = `The question could not be sent. ${typeof error === 'string' ? error : ''}`;
	return { ...item, json: { ...item.json, ...feedback(note) } };
}

/** n8n makes a node type of this name for the human review of an agent's tools. */
export const isReview = (type: string) => type.endsWith('HitlTool');

/** n8n tells the model that the person has declined, unless there is this in the review's item. */
const feedback = (note: string) => ({ chatInput: `Not approved. ${note}` });

/** The human review of a call that n8n has not had reviewed. */
export const skipped: INodeExecutionData = { json: feedback('Call one tool at a time.') };
