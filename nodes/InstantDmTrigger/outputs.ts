import type {
	ExpressionString,
	IDataObject,
	INodeExecutionData,
	IWebhookResponseData,
} from 'n8n-workflow';

import { EVENTS, type EventName } from '../shared/events/index';
import { jsonOf } from '../shared/events/simplify';
import { isObject, type Json } from '../shared/json/exactJson';
import type { Received } from './receive';
import type { Settings } from './settings/settings';

const named = JSON.stringify(
	EVENTS.map(({ name, label }) => ({ event: name, type: 'main', displayName: label })),
);

/** The node's outputs: one, or one for each selected event. */
export const OUTPUTS: ExpressionString = `={{ $parameter["outputMode"] === "perEvent" ? ${named}.filter((output) => $parameter["events"].includes(output.event)) : ["main"] }}`;

/** The words below the node's name: the selected events. */
export const SUBTITLE = `={{ $parameter["events"].length === ${EVENTS.length} ? "All events" : ${named}.filter((output) => $parameter["events"].includes(output.event)).map((output) => output.displayName).join(", ") }}`;

interface OutputItem {
	event: EventName;
	json: IDataObject;
}

/** Hands what happened to n8n as items, which responds once it has taken the execution over. */
export function accept(
	payload: Json,
	received: readonly Received[],
	settings: Settings,
): IWebhookResponseData {
	const items = itemsOf(payload, received, settings);
	return {
		workflowData: sortIntoOutputs(items, settings),
		webhookResponse: { status: 'accepted', items: items.length },
	};
}

/** One item for each event, or the payload as it came where it is not to be simplified. */
function itemsOf(
	payload: Json,
	received: readonly Received[],
	{ simplify, options }: Settings,
): OutputItem[] {
	if (simplify) {
		return received.map(({ element, item }) => ({
			event: item.event,
			json: jsonOf(item, element, options.includePayload),
		}));
	}
	// An item's json must be an object; Meta's samples also print a list.
	const json = isObject(payload) ? payload : { payload };
	return received.slice(0, 1).map(({ item: { event } }) => ({ event, json }));
}

/** The items of each output, in the order of the outputs. */
function sortIntoOutputs(
	items: readonly OutputItem[],
	{ outputMode, events }: Settings,
): INodeExecutionData[][] {
	if (outputMode === 'single') return [items.map(({ json }) => ({ json }))];
	return events.map((event) =>
		items.filter((item) => item.event === event).map(({ json }) => ({ json })),
	);
}
