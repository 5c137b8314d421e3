import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { ChoiceList } from '../../../shared/choices/choice';
import { searchChoices } from '../../../shared/choices/search';
import { isObject } from '../../../shared/json/exactJson';
import type { Schema } from '../../../shared/parameters/check';
import { parameter, type Parameter } from '../../../shared/parameters/parameter';

/** One page of a list, as n8n's editor asks for it. */
export type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A field in which a person picks one thing of the account from a list, or enters its ID. */
export interface Picker<Value = string> extends Parameter<Value> {
	/** The name of the list among the node's `methods.listSearch`. */
	method: string;
	search: Search;
}

interface PickerProperty extends Pick<
	INodeProperties,
	'displayName' | 'name' | 'description' | 'displayOptions' | 'hint'
> {
	placeholder: string;
	/** The ID, by an expression, where that is how people mostly have it. */
	idFrom?: string;
	required?: boolean;
}

/**
 * @param list what the field offers
 * @param id what its ID must be
 */
export function picker<Value>(
	{ placeholder, idFrom, required = true, ...property }: PickerProperty,
	method: string,
	list: ChoiceList | Search,
	id: Schema<Value>,
): Picker<Value> {
	const picked = parameter<Value>(
		{
			...property,
			type: 'resourceLocator',
			required,
			default: idFrom === undefined ? { mode: 'list', value: '' } : { mode: 'id', value: idFrom },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: method, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
			],
		},
		z.preprocess(valueIn, id),
	);
	return {
		...picked,
		method,
		search: typeof list === 'function' ? list : searchIn(list),
	};
}

/** What such a field holds. An AI model or an expression may give the ID alone. */
export function valueIn(given: unknown): unknown {
	return isObject(given) && 'value' in given ? given.value : given;
}

export function searchIn(list: ChoiceList): Search {
	return async function (filter, paginationToken) {
		return await searchChoices(this, list, filter, paginationToken);
	};
}

const MOST_PAGES = 10;

/**
 * What is in the things of another list, such as the ad sets of all campaigns.
 * @param parents pages of it are the pages of the whole
 */
export function searchWithin(parents: Search, childrenOf: (id: string) => ChoiceList): Search {
	return async function (filter, paginationToken) {
		const page = await parents.call(this, '', paginationToken);
		const results: INodeListSearchResult['results'] = [];
		for (const { value } of page.results) {
			const children = childrenOf(String(value));
			for (let token: string | undefined, pages = 0; pages < MOST_PAGES; pages++) {
				const found = await searchChoices(this, children, filter, token);
				results.push(...found.results);
				if (typeof found.paginationToken !== 'string') break;
				token = found.paginationToken;
			}
		}
		return { ...page, results };
	};
}
