import type { z } from 'zod';

import { comment } from './comment';
import { directMessage } from './directMessage';
import { flowCompleted } from './flowCompleted';
import { postback } from './postback';
import { questionAnswered } from './questionAnswered';

/** InstantDM's events, in the order in which outputs and settings list them. */
export const EVENTS = [comment, directMessage, postback, questionAnswered, flowCompleted] as const;

type AnyEvent = (typeof EVENTS)[number];

export type EventName = AnyEvent['name'];

/** The simplified item of any event. */
export type Item = z.infer<AnyEvent['schema']>;

export const EVENT_NAMES: readonly EventName[] = EVENTS.map(({ name }) => name);

/** Whether X-Event-Type names one of the events. */
export function isEventName(name: string | undefined): name is EventName {
	return EVENTS.some((event) => event.name === name);
}
