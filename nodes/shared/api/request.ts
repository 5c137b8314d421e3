import type { Parameter } from '../parameters/parameter';

/** One call to InstantDM, before it is made. */
export interface ApiRequest {
	/** The documented `/api-webhook` endpoint, or the Open API. */
	api: 'webhook' | 'open';
	method: 'GET' | 'POST';
	path: string;
	query?: Record<string, string>;
	body?: object;
	/** What the form calls the IDs that it is about; a failure that concerns an ID names them. */
	about?: string[];
	/** Whether asking twice does no harm. What is not repeatable is sent at most once. */
	repeatable: boolean;
	/** For a list: `at` is the path of its elements, `data` unless told; `limit` how many to get. */
	list?: { at?: string; limit: number };
}

/** A message or a comment, in one of the bodies that InstantDM documents ("Inbound API"). */
export function messageRequest(body: object): ApiRequest {
	return { api: 'webhook', method: 'POST', path: '/api-webhook', body, repeatable: false };
}

/** Reads one thing. */
export function getRequest(path: string, query: Record<string, string> = {}): ApiRequest {
	return { api: 'open', method: 'GET', path, query, repeatable: true };
}

/**
 * Reads the elements of a list, page after page (`elements`).
 * @param limit how many elements at most; Infinity for all
 * @param at where the elements are in the answer, when not under `data`
 */
export function listRequest(
	path: string,
	query: Record<string, string>,
	limit: number,
	at?: string,
): ApiRequest {
	return { ...getRequest(path, query), list: { limit, ...(at !== undefined && { at }) } };
}

/** Sends, publishes or starts something, at most once. */
export function postRequest(path: string, body: object): ApiRequest {
	return { api: 'open', method: 'POST', path, body, repeatable: false };
}

/** Changes something to a state that a second call would leave as it is. */
export function setRequest(path: string, body?: object): ApiRequest {
	return { api: 'open', method: 'POST', path, ...(body && { body }), repeatable: true };
}

/** The same request, which is about the IDs in these fields. */
export function about(request: ApiRequest, ...fields: Field[]): ApiRequest {
	return { ...request, about: fields.map(({ property }) => property.displayName) };
}

type Field = Pick<Parameter<unknown>, 'property'>;
