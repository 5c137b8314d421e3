import type { IDataObject } from 'n8n-workflow';

import { elements, pageAfter, readPage, type Page } from '../shared/api/pages';
import type { ApiRequest } from '../shared/api/request';
import { sentenceOf, type FailedResult, type Result } from '../shared/api/result';

/** A call that failed, and with it the poll. */
export class FailedCall extends Error {
	constructor(readonly result: FailedResult) {
		super(sentenceOf(result.failure));
	}
}

interface Bounds<Entry> {
	/** Whether the entries of the pages read so far are enough. */
	isEnough: (entries: readonly Entry[], pages: number) => boolean;
	/** How many pages at most. */
	most: number;
}

/** Why reading ended: the list did, what was read is enough, or a poll reads no further. */
export type End = 'last page' | 'enough' | 'limit';

/** Makes the calls of a poll, one after the other. What throws, throws a FailedCall. */
export class Reader {
	private calls = 0;

	/** @param most after how many calls it is spent, and what is left to read waits for the next poll */
	constructor(
		private readonly call: (request: ApiRequest) => Promise<Result>,
		private readonly most: number,
	) {}

	get isSpent(): boolean {
		return this.calls >= this.most;
	}

	async answer(request: ApiRequest): Promise<IDataObject> {
		return answerOf(await this.result(request));
	}

	/** The elements of a list, as far as its limit. */
	async list(request: ApiRequest): Promise<IDataObject[]> {
		const found = await elements(request, (page) => this.result(page));
		if (!found.ok) throw new FailedCall(found);
		return found.elements;
	}

	/**
	 * The entries of a list from its beginning, no page more than needed.
	 * @param entriesIn the entries that the elements of a page are
	 */
	async pages<Entry>(
		request: ApiRequest,
		entriesIn: (elements: IDataObject[]) => Entry[],
		{ isEnough, most }: Bounds<Entry>,
	): Promise<{ entries: Entry[]; end: End }> {
		const entries: Entry[] = [];
		const cursors = new Set<string>();
		for (let page = request; ;) {
			const { elements, after } = pageOf(request, await this.result(page));
			entries.push(...entriesIn(elements));
			if (after === null || cursors.has(after)) return { entries, end: 'last page' };
			cursors.add(after);
			if (isEnough(entries, cursors.size)) return { entries, end: 'enough' };
			if (cursors.size >= most) return { entries, end: 'limit' };
			page = pageAfter(request, after);
		}
	}

	/**
	 * One page: the first, or the one after a cursor from an earlier poll, which Instagram may have
	 * forgotten: then null.
	 */
	async page(request: ApiRequest, after: string | null): Promise<Page | null> {
		if (after === null) return pageOf(request, await this.result(request));
		const result = await this.result(pageAfter(request, after));
		return isRefused(result) ? null : pageOf(request, result);
	}

	private async result(request: ApiRequest): Promise<Result> {
		this.calls++;
		return await this.call(request);
	}
}

/** Whether the call itself was refused, and not the account or all calls for a while. */
function isRefused(result: Result): boolean {
	return (
		!result.ok && result.kind.kind === 'item' && result.failure.httpCode?.startsWith('4') === true
	);
}

function pageOf(request: ApiRequest, result: Result): Page {
	return readPage(answerOf(result), request.list?.at);
}

function answerOf(result: Result): IDataObject {
	if (!result.ok) throw new FailedCall(result);
	return result.answer;
}
