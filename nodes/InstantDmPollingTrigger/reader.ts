import { FailedCall } from '../shared/api/failedCall';
import { elementsOf, pageAfter, readPage, type Ask, type Page } from '../shared/api/pages';
import type { ApiRequest } from '../shared/api/request';
import type { JsonObject } from '../shared/json/exactJson';

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
		private readonly call: Ask,
		private readonly most: number,
	) {}

	get isSpent(): boolean {
		return this.calls >= this.most;
	}

	async answer(request: ApiRequest): Promise<JsonObject> {
		this.calls++;
		return await this.call(request);
	}

	/** The elements of a list, as far as its limit. */
	async list(request: ApiRequest): Promise<JsonObject[]> {
		return await elementsOf(request, (page) => this.answer(page));
	}

	/**
	 * The entries of a list from its beginning, no page more than needed.
	 * @param entriesIn the entries that the elements of a page are
	 */
	async pages<Entry>(
		request: ApiRequest,
		entriesIn: (elements: JsonObject[]) => Entry[],
		{ isEnough, most }: Bounds<Entry>,
	): Promise<{ entries: Entry[]; end: End }> {
		const entries: Entry[] = [];
		const cursors = new Set<string>();
		for (let page = request; ;) {
			const { elements, after } = await this.pageOf(page);
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
		if (after === null) return await this.pageOf(request);
		try {
			return await this.pageOf(pageAfter(request, after));
		} catch (error) {
			if (isRefused(error)) return null;
			throw asError(error);
		}
	}

	private async pageOf(request: ApiRequest): Promise<Page> {
		return readPage(await this.answer(request), request.list?.at);
	}
}

/** Whether the call itself was refused, and not the account or all calls for a while. */
function isRefused(error: unknown): boolean {
	return (
		error instanceof FailedCall &&
		error.scope === 'item' &&
		error.failure.httpCode?.startsWith('4') === true
	);
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
