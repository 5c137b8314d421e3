import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { RequestBody } from './requestBodies';

/** Reads one parameter of the item at hand, expressions resolved; its type is not to be trusted. */
export type ReadParameter = (name: string) => unknown;

/** What `options` may change about the calls an item needs. */
export interface PlanOptions {
	splitLongText: boolean;
}

/** One thing the node can do: its entry in the Operation list, its fields and its calls. */
export interface Operation {
	value: string;
	name: string;
	action: string;
	description: string;
	/** Its own fields; those of the message come from the message formats. */
	fields: INodeProperties[];
	/** Whether it sends a message, and so shows the Message Type and its fields. */
	sendsMessage: boolean;
	/** Items that name the same one here go out one after the other, in input order. */
	addressee: 'recipientId' | 'commentId';
	/**
	 * The requests one item needs, in the order they must go out.
	 * @throws InputError naming the field and the mend, before anything is sent
	 */
	plan(read: ReadParameter, options: PlanOptions): RequestBody[];
	/** The item's json, from one answer for each planned request. */
	answer(answers: IDataObject[]): IDataObject;
}

/** What operations are about: an entry of the Resource list. */
export interface Resource {
	value: string;
	name: string;
	operations: Operation[];
}

/**
 * InstantDM's answer as it came; after several calls the last one, with all of them in order as
 * `parts`.
 */
export function lastAnswer(answers: IDataObject[]): IDataObject {
	const last = answers.at(-1) ?? {};
	return answers.length > 1 ? { ...last, parts: answers } : last;
}
