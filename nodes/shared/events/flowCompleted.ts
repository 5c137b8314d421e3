import { z } from 'zod';

import type { InstantDmEvent, Occurrence } from './event';
import { asId, asText, isObject } from '../json/exactJson';
import { toIso, toMoment } from '../json/time';
import { common, eventId, fingerprint, text, timePart, timesOf } from './item';

const schema = z
	.object({
		event: z.literal('flow_completed'),
		...common,
		flowId: text,
		flowName: text,
		senderId: text,
		username: text,
		tags: z.array(z.string()).nullable(),
		variables: z.record(z.unknown()).nullable(),
	})
	.strict();

type FlowCompletedItem = z.infer<typeof schema>;

export const flowCompleted: InstantDmEvent<'flow_completed', typeof schema> = {
	name: 'flow_completed',
	label: 'Flow Completed',
	description: 'Someone finished an InstantDM flow',
	action: 'On flow completed',
	schema,
	simplify,
};

/** A flow that a person went through, with all that was collected (InstantDM, flow_completed). */
function simplify(occurrence: Occurrence, delivered: number | null): FlowCompletedItem {
	const { value } = occurrence;
	const { completed_at, tags, response_variables } = value;
	const times = timesOf(occurrence, delivered);
	const occurred = toMoment(completed_at) ?? times.occurred;
	const flowId = asId(value.flow_id);
	const senderId = asId(value.sender_id);
	return {
		event: 'flow_completed',
		eventId: eventId(
			'flow_completed',
			...[flowId, senderId, timePart({ occurred, delivered })],
			occurred === null ? fingerprint(value) : null,
		),
		occurredAt: toIso(occurred),
		deliveredAt: toIso(delivered),
		accountId: null,
		flowId,
		flowName: asText(value.flow_name),
		senderId,
		username: asText(value.sender_username),
		tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : null,
		variables: isObject(response_variables) ? response_variables : null,
	};
}
