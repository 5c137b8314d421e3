import type { ExpressionString, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { EVENTS, type EventName } from '../shared/events/names';
import type { Settings } from './settings/settings';

/** What a person reads on the canvas, which has room for about nine letters beside an output. */
const EVENT_NAMES: Record<EventName, string> = {
	comment: 'Comment',
	dm_received: 'Message',
	postback: 'Click',
	question_answered: 'Answer',
	flow_completed: 'Flow End',
};

const named = JSON.stringify(
	EVENTS.map((event) => ({ event, type: 'main', displayName: EVENT_NAMES[event] })),
);

/** The node's outputs: one, or one for each selected event. */
export const OUTPUTS: ExpressionString = `={{ $parameter["outputMode"] === "perEvent" ? ${named}.filter((output) => $parameter["events"].includes(output.event)) : ["main"] }}`;

/** The words below the node's name: the selected events. */
export const SUBTITLE = `={{ $parameter["events"].length === ${EVENTS.length} ? "All events" : ${named}.filter((output) => $parameter["events"].includes(output.event)).map((output) => output.displayName).join(", ") }}`;

export interface OutputItem {
	event: EventName;
	json: IDataObject;
}

/** The items of each output, in the order of the outputs. */
export function sortIntoOutputs(
	items: readonly OutputItem[],
	{ outputMode, events }: Settings,
): INodeExecutionData[][] {
	if (outputMode === 'single') return [items.map(({ json }) => ({ json }))];
	return events.map((event) =>
		items.filter((item) => item.event === event).map(({ json }) => ({ json })),
	);
}
