/** The five webhooks of InstantDM, in the order in which outputs and settings list them. */
export const EVENTS = [
	'comment',
	'dm_received',
	'postback',
	'question_answered',
	'flow_completed',
] as const;

export type EventName = (typeof EVENTS)[number];

/** Whether X-Event-Type names one of the five. */
export function isEventName(name: string | undefined): name is EventName {
	return EVENTS.some((event) => event === name);
}
