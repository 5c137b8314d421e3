import { get } from 'lodash';

import { asObject, isObject, type Json, type JsonObject } from '../json/exactJson';
import type { ApiRequest } from './request';

/** Some elements of a list, and the cursor of the page that follows; null on the last page. */
export interface Page {
	elements: JsonObject[];
	after: string | null;
}

/** Asks InstantDM for one page, or for anything else. */
export type Ask = (request: ApiRequest) => Promise<JsonObject>;

/** After so many empty pages in a row, each with a cursor of its own, a list counts as read. */
const MOST_EMPTY_PAGES = 5;

const jsonAt = (answer: JsonObject, path: string): Json | undefined => get(answer, path);

/**
 * Takes a page of a list apart. The last page has no cursor; or, as in Meta's Graph API, it still
 * has one, but a way back and none forward. InstantDM may leave out both ways: then an empty page
 * is the last one.
 * @param at the path of the elements; when there is no list, `data` is tried
 */
function readPage(answer: JsonObject, at = 'data'): Page {
	const path = Array.isArray(jsonAt(answer, at)) ? at : 'data';
	const list = jsonAt(answer, path);
	const elements = Array.isArray(list) ? list.filter((each) => isObject(each)) : [];
	const beside = [...path.split('.').slice(0, -1), 'paging'].join('.');
	const paging = asObject(jsonAt(answer, beside) ?? answer.paging);
	return { elements, after: cursorIn(paging, elements.length > 0) };
}

function cursorIn(paging: JsonObject, hasElements: boolean): string | null {
	const { after } = asObject(paging.cursors);
	if (typeof after !== 'string' || after === '') return null;
	if (paging.next) return after;
	return paging.previous || !hasElements ? null : after;
}

/** The same list, continued after a page. */
export function pageAfter(request: ApiRequest, after: string): ApiRequest {
	return { ...request, query: { ...request.query, after } };
}

/** Names an element in whatever page it comes: by its ID, where it has one. */
export function elementKey(element: JsonObject): string {
	return JSON.stringify(element.id ?? element);
}

/**
 * The pages of a list, each asked for when it is wanted, without what an earlier page had already.
 * A cursor that comes back, a page without news or a row of empty pages ends them, so that a server
 * that goes round in circles cannot hold anything up.
 * @param request one with a `list`
 * @throws what `ask` throws
 */
export async function* pagesOf(request: ApiRequest, ask: Ask): AsyncGenerator<Page, void> {
	const keys = new Set<string>();
	const cursors = new Set<string>();
	let empty = 0;
	for (let page = request; ;) {
		const { elements, after } = readPage(await ask(page), request.list?.at);
		const news = elements.filter((element) => !keys.has(elementKey(element)));
		empty = elements.length === 0 ? empty + 1 : 0;
		const isRepeated = elements.length > 0 && news.length === 0;
		const isLast = isRepeated || empty === MOST_EMPTY_PAGES || after === null || cursors.has(after);
		yield { elements: news, after: isLast ? null : after };
		if (isLast) return;
		for (const element of news) keys.add(elementKey(element));
		cursors.add(after);
		page = pageAfter(request, after);
	}
}

/**
 * The elements of a list in the order of its pages, as many as its limit allows, with no page more
 * than that needs.
 * @throws what `ask` throws
 */
export async function elementsOf(request: ApiRequest, ask: Ask): Promise<JsonObject[]> {
	const limit = request.list?.limit ?? Infinity;
	const found: JsonObject[] = [];
	for await (const { elements } of pagesOf(request, ask)) {
		found.push(...elements);
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}
