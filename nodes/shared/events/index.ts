import type { Element } from './elements';
import { simplifyComment, type CommentItem } from './comment';
import { simplifyDirectMessage, type DirectMessageItem } from './directMessage';
import { simplifyFlowCompleted, type FlowCompletedItem } from './flowCompleted';
import { eventId, fingerprint, timePart, timesOf } from './item';
import type { EventName } from './names';
import { simplifyPostback, type PostbackItem } from './postback';
import { simplifyQuestionAnswered, type QuestionAnsweredItem } from './questionAnswered';

/** The simplified item of an element. */
export type Item =
	CommentItem | DirectMessageItem | PostbackItem | QuestionAnsweredItem | FlowCompletedItem;

type Simplify = (element: Element, delivered: number | null) => Item;

const SIMPLIFY: Record<EventName, Simplify> = {
	comment: simplifyComment,
	dm_received: simplifyDirectMessage,
	postback: simplifyPostback,
	question_answered: simplifyQuestionAnswered,
	flow_completed: simplifyFlowCompleted,
};

/**
 * The flat item that a workflow gets instead of the payload: every field of the event is there,
 * null where it does not apply, and ids are strings.
 * @param delivered when InstantDM says it sent the delivery, in milliseconds
 */
export function simplify(element: Element, delivered: number | null): Item {
	const item = SIMPLIFY[element.event](element, delivered);
	if (element.known) return item;
	// Whatever ids it holds may be those of something else.
	const time = timePart(timesOf(element, delivered));
	return { ...item, eventId: eventId(item.event, 'other', time, fingerprint(element.raw)) };
}
