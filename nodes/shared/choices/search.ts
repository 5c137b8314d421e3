import {
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { call } from '../api/call';
import { readAccess } from '../api/credential';
import { pageAfter, readPage } from '../api/pages';
import type { ApiRequest } from '../api/request';
import { descriptionOf, sentenceOf } from '../api/result';
import { accountDetails } from '../api/routes';
import { toAccount } from '../events/account';
import { fold } from '../filters/fold';
import { isData } from '../json/isRecord';
import type { Choice, ChoiceList } from './choice';

/** A person waits for it. */
const TIMEOUT_MS = 15_000;

/** How many pages without a match a search goes through before it shows that it found none. */
const MOST_PAGES = 10;

/**
 * One page of a list for n8n's editor; while nothing on it matches what was typed, the next ones.
 * @param filter what the person typed; it may be anywhere in the name, in any case
 * @param after the cursor to go on from, as an earlier result gave it
 * @throws NodeOperationError with the sentence that the list is to show instead
 */
export async function searchChoices(
	context: ILoadOptionsFunctions,
	{ request, toChoice, needsAccount }: ChoiceList,
	filter = '',
	after?: string,
): Promise<INodeListSearchResult> {
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const ask = async (asked: ApiRequest): Promise<IDataObject> => {
		const result = await call(context, access, asked, TIMEOUT_MS);
		if (result.ok) return result.answer;
		throw new NodeOperationError(context.getNode(), sentenceOf(result.failure), {
			description: descriptionOf(result.failure),
		});
	};
	const details = needsAccount === true ? (await ask(accountDetails())).data : undefined;
	const account = toAccount(isData(details) ? details : undefined);
	const wanted = fold(filter);
	let cursor = after;
	for (let pages = 1; ; pages++) {
		const page = readPage(
			await ask(cursor === undefined ? request : pageAfter(request, cursor)),
			request.list?.at,
		);
		const results = page.elements
			.map((element) => toChoice(element, account))
			.filter((choice): choice is Choice => choice !== null && fold(choice.name).includes(wanted));
		if (page.after === null || page.after === cursor) return { results };
		cursor = page.after;
		if (results.length > 0 || pages === MOST_PAGES) return { results, paginationToken: cursor };
	}
}
