import { omit } from 'lodash';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ApiRequest } from '../../shared/api/request';
import { isObject, type JsonObject } from '../../shared/json/exactJson';
import type { ReadParameter } from '../../shared/parameters/parameter';
import type { ReadItem } from '../fields/readItem';

/** A request that an item needs. */
export interface Planned extends ApiRequest {
	/** Asked once for all items of a run that plan it, such as the account of the key. */
	oncePerRun?: boolean;
}

/** One thing the node can do: its entry in the Operation list, its fields and its calls. */
export interface Operation {
	value: string;
	name: string;
	action: string;
	/** Also what an AI model decides by. */
	description: string;
	/** Its fields, each shown for this operation and as its own `displayOptions` say. */
	fields: INodeProperties[];
	/** Its Options; left out, those of what only reads. */
	options?: INodeProperties;
	/** A parameter: items that have the same value there are sent one after the other, in input order. */
	orderBy?: string;
	/**
	 * The requests one item needs, in order; all of them are checked before any is
	 * made.
	 * @throws InputError naming the field and the fix
	 */
	plan(read: ReadItem): Planned[];
	/**
	 * The output items, from what each planned request gave: the elements of a list, or one payload.
	 * Left out, they are those of the last request.
	 */
	items?(payloads: JsonObject[][], read: ReadParameter): IDataObject[];
	/**
	 * What to call next, in how many milliseconds, once the last planned request has this answer; null
	 * when that is all. Only after something sent (`repeatable: false`); asked again for each answer,
	 * which is laid over the one before, until Max Wait is over.
	 */
	follow?(answer: JsonObject, read: ReadParameter): { request: ApiRequest; after: number } | null;
}

/** What operations are about: an entry of the Resource list. */
export interface Resource {
	value: string;
	name: string;
	operations: Operation[];
}

/** A request that is the same for all items, to be made once. */
export function oncePerRun(request: ApiRequest): Planned {
	return { ...request, oncePerRun: true };
}

/**
 * The json of an item's output items.
 * @param answers for each planned request: the elements of a list, or one answer as it came
 */
export function itemsOf(
	operation: Pick<Operation, 'items'>,
	plan: Planned[],
	answers: JsonObject[][],
	read: ReadParameter,
): IDataObject[] {
	const payloads = plan.map((request, index) => {
		const given = answers[index] ?? [];
		return request.list ? given : given.map((answer) => payloadOf(request, answer));
	});
	return operation.items?.(payloads, read) ?? lastOf(payloads);
}

/** What an answer is about: that of the Open API wraps it, the inbound API's stands as it came. */
function payloadOf({ api, method }: ApiRequest, answer: JsonObject): JsonObject {
	if (api === 'webhook') return answer;
	if (method === 'GET' && isObject(answer.data)) return answer.data;
	return omit(answer, 'code');
}

/** What the last request gave; when several sent something, with all of their answers as `parts`. */
function lastOf(payloads: JsonObject[][]): JsonObject[] {
	const last = payloads.at(-1) ?? [];
	if (payloads.length < 2) return last;
	const parts = payloads.flat();
	return last.map((payload) => ({ ...payload, parts }));
}
