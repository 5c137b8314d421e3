import { z } from 'zod';

import comment from '../../../fixtures/webhooks/documented-comment.json';
import directMessage from '../../../fixtures/webhooks/documented-dm-received.json';
import flowCompleted from '../../../fixtures/webhooks/documented-flow-completed.json';
import postback from '../../../fixtures/webhooks/documented-postback.json';
import questionAnswered from '../../../fixtures/webhooks/documented-question-answered.json';

/** The example payload of each event in InstantDM's documentation. */
export const samples = {
	comment: comment.payload,
	dm_received: directMessage.payload,
	postback: postback.payload,
	question_answered: questionAnswered.payload,
	flow_completed: flowCompleted.payload,
};

export type EventName = keyof typeof samples;

const isEventName = (name: unknown): name is EventName =>
	typeof name === 'string' && Object.hasOwn(samples, name);
export const eventNameSchema = z.custom<EventName>(isEventName, 'unknown event');
export const eventNames = Object.keys(samples).filter(isEventName);

/** `YYYY-MM-DD HH:mm:ss`, as flow events print their times. */
const spaced = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ');

/**
 * The example with ids of its own for each number and the given time, so that no two count as the
 * same event: a new comment, message, tap, answer or finished flow.
 */
export function eventNumber(event: EventName, number: number, at = new Date()): object {
	const digits = String(number).padStart(6, '0');
	switch (event) {
		case 'comment': {
			const payload = structuredClone(samples.comment);
			for (const entry of payload.entry) {
				entry.time = at.getTime();
				for (const { value } of entry.changes) {
					value.id = `17890${digits}`;
					value.from = { id: `123${digits}`, username: `user${digits}` };
				}
			}
			return payload;
		}
		case 'dm_received': {
			const payload = structuredClone(samples.dm_received);
			for (const { messaging } of payload.entry) {
				for (const element of messaging) {
					element.timestamp = at.getTime();
					element.sender.id = `2358708294${digits}`;
					element.message.mid = `aWdfZAG1f${digits}`;
				}
			}
			return payload;
		}
		case 'postback': {
			const payload = structuredClone(samples.postback);
			const sender = `2358708294${digits}`;
			for (const { messaging } of payload.entry) {
				for (const element of messaging) element.sender.id = sender;
			}
			payload.idm_optimized_body.sender_id = sender;
			return payload;
		}
		case 'question_answered':
			return {
				...samples.question_answered,
				sender_id: `2358708294${digits}`,
				timestamp: spaced(at),
			};
		case 'flow_completed':
			return {
				...samples.flow_completed,
				sender_id: `2358708294${digits}`,
				completed_at: spaced(at),
			};
	}
}
