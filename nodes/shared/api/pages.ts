import { get } from 'lodash';
import type { IDataObject } from 'n8n-workflow';

import { isData, isRecord } from '../json/isRecord';
import type { ApiRequest } from './request';

/** Some elements of a list, and the cursor of the page that follows; null on the last page. */
export interface Page {
	elements: IDataObject[];
	after: string | null;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/**
 * Takes a page of a list apart. The last page has no cursor; or, as in Meta's Graph API, it still
 * has one, but a way back and none forward. InstantDM may leave out both ways: then an empty page
 * is the last one.
 * @param at the path of the elements; when there is no list, `data` is tried
 */
export function readPage(answer: IDataObject, at = 'data'): Page {
	const path = Array.isArray(get(answer, at)) ? at : 'data';
	const list: unknown = get(answer, path);
	const elements = isList(list) ? list.filter(isData) : [];
	const beside = [...path.split('.').slice(0, -1), 'paging'];
	const paging: unknown = get(answer, beside) ?? answer.paging;
	return { elements, after: isRecord(paging) ? cursor(paging, elements.length > 0) : null };
}

function cursor(paging: Record<string, unknown>, hasElements: boolean): string | null {
	const after: unknown = get(paging, 'cursors.after');
	if (typeof after !== 'string' || after === '') return null;
	if (paging.next) return after;
	return paging.previous || !hasElements ? null : after;
}

/** The same list, continued after a page. */
export function pageAfter(request: ApiRequest, after: string): ApiRequest {
	return { ...request, query: { ...request.query, after } };
}

/** Names an element in whatever page it comes: by its ID, where it has one. */
export function elementKey(element: IDataObject): string {
	return JSON.stringify(element.id ?? element);
}

/**
 * Gets the elements of a list, page after page, no page more than the limit needs. What a page
 * before had already is left out; a cursor that comes back or a page without news ends it, so that
 * a server that goes round in circles cannot.
 * @param request one with a `list`
 * @param callPage makes the call for one page
 * @returns the elements in the order of the pages, or what the first page that failed came to
 */
export async function elements<Failed extends { ok: false }>(
	request: ApiRequest,
	callPage: (page: ApiRequest) => Promise<{ ok: true; answer: IDataObject } | Failed>,
): Promise<{ ok: true; elements: IDataObject[] } | Failed> {
	const { at, limit } = { limit: Infinity, ...request.list };
	const found: IDataObject[] = [];
	const keys = new Set<string>();
	const cursors = new Set<string>();
	for (let page = request; ;) {
		const result = await callPage(page);
		if (!result.ok) return result;
		const { elements, after } = readPage(result.answer, at);
		const news = elements.filter((element) => !keys.has(elementKey(element)));
		found.push(...news);
		const isRepeated = elements.length > 0 && news.length === 0;
		if (found.length >= limit || isRepeated || after === null || cursors.has(after)) {
			return { ok: true, elements: found.slice(0, limit) };
		}
		for (const element of news) keys.add(elementKey(element));
		cursors.add(after);
		page = pageAfter(request, after);
	}
}
