import {
	NodeOperationError,
	type INode,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { omit } from 'lodash';
import { z } from 'zod';

import { call } from '../api/call';
import { readAccess } from '../api/credential';
import { elementKey, pageAfter, pagesOf } from '../api/pages';
import { FailedCall } from '../api/failedCall';
import type { ApiRequest } from '../api/request';
import { descriptionOf } from '../api/result';
import { accountDetails } from '../api/routes';
import { toAccount } from '../events/fromApi';
import { fold } from '../filters/fold';
import type { JsonObject } from '../json/exactJson';
import type { Choice, ChoiceList } from './choice';

/** A person waits for it. */
const TIMEOUT_MS = 15_000;

/** How many pages without a match a search goes through before it shows that it found none. */
const MOST_PAGES = 10;

/**
 * One page of a list for n8n's editor; while nothing on it matches what was typed, the next ones.
 * @param filter what the person typed; it may be anywhere in the name, in any case
 * @param token where to go on from, as an earlier result gave it
 * @throws NodeOperationError with the sentence that the list is to show instead
 */
export async function searchChoices(
	context: ILoadOptionsFunctions,
	{ request, toChoice, needsAccount }: ChoiceList,
	filter = '',
	token?: string,
): Promise<INodeListSearchResult> {
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const ask = async (asked: ApiRequest): Promise<JsonObject> => {
		try {
			return await call(context, access, asked, TIMEOUT_MS);
		} catch (error) {
			throw listError(context.getNode(), error);
		}
	};
	const account = toAccount(needsAccount === true ? (await ask(accountDetails())).data : undefined);
	const wanted = fold(filter);
	const from = token === undefined ? undefined : readToken(token);
	const start = from === undefined ? request : pageAfter(request, from.cursor);
	let results: Choice[] = [];
	let pages = 0;
	for await (const { elements, after } of pagesOf(start, ask)) {
		const [firstElement] = elements;
		const first = firstElement === undefined ? '' : elementKey(firstElement);
		if (first !== '' && first === from?.first) return { results: [] };
		results = elements
			.map((element) => toChoice(element, account))
			.filter((choice) => choice !== null)
			.filter(({ name, text = '' }) => [name, text].some((said) => fold(said).includes(wanted)))
			.map((choice) => omit(choice, 'text'));
		if (after === null || after === from?.cursor) break;
		if (results.length > 0 || ++pages === MOST_PAGES) {
			return { results, paginationToken: JSON.stringify({ cursor: after, first }) };
		}
	}
	return { results };
}

/** A list shows the message, and the description when one asks for it. */
function listError(node: INode, error: unknown): Error {
	if (!(error instanceof FailedCall)) return new NodeOperationError(node, String(error));
	return new NodeOperationError(node, error.message, { description: descriptionOf(error.failure) });
}

/** Where a page ends, and how it began: a cursor may lead to the same page again. */
const tokenSchema = z.object({ cursor: z.string(), first: z.string() });

function readToken(token: string): z.infer<typeof tokenSchema> {
	return tokenSchema.parse(JSON.parse(token));
}
