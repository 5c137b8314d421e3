import type { ExpressionString, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { EVENTS, type EventName } from './events/names';
import type { Settings } from './settings';

/** What a person reads for an event, in the settings and on the outputs. */
export const EVENT_NAMES: Record<EventName, string> = {
	comment: 'Comment',
	dm_received: 'Message Received',
	postback: 'Button Clicked',
	question_answered: 'Question Answered',
	flow_completed: 'Flow Completed',
};

const named = JSON.stringify(
	EVENTS.map((event) => ({ event, type: 'main', displayName: EVENT_NAMES[event] })),
);

/** The node's outputs: one, or one for each selected event. */
export const OUTPUTS: ExpressionString = `={{ $parameter["outputMode"] === "perEvent" ? ${named}.filter((output) => $parameter["events"].includes(output.event)) : ["main"] }}`;

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
