import type { IDataObject } from 'n8n-workflow';

import type { Element } from './elements';
import type { Item } from './index';

/**
 * The item's json, with the raw element beside it where that was asked for or its shape is unknown:
 * as `payload`, or as `element` where the item has the payload of a button already.
 */
export function jsonOf(item: Item, element: Element, includePayload: boolean): IDataObject {
	if (element.known && !includePayload) return item;
	const hasPayload = 'payload' in item && item.payload !== null;
	return { ...item, [hasPayload ? 'element' : 'payload']: element.raw };
}
