import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { ChoiceList } from '../../../shared/choices/choice';
import { searchChoices } from '../../../shared/choices/search';
import { isObject } from '../../../shared/json/exactJson';
import { parameter, type Parameter } from '../../../shared/parameters/parameter';

/** A field in which a person picks one thing of the account from a list, or enters its ID. */
export interface Picker extends Parameter<string> {
	/** The name of the list among the node's `methods.listSearch`. */
	method: string;
	search: (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	) => Promise<INodeListSearchResult>;
}

interface PickerProperty extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	placeholder: string;
}

/**
 * @param list what the field offers
 * @param id what its ID must be
 */
export function picker(
	{ placeholder, ...property }: PickerProperty,
	method: string,
	list: ChoiceList,
	id: z.ZodType<string, z.ZodTypeDef, unknown>,
): Picker {
	const picked = parameter(
		{
			...property,
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
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
		// An AI model or an expression may give the ID alone.
		z.preprocess((given) => (isObject(given) && 'value' in given ? given.value : given), id),
	);
	return {
		...picked,
		method,
		async search(filter, paginationToken) {
			return await searchChoices(this, list, filter, paginationToken);
		},
	};
}
