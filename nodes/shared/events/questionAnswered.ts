import { z } from 'zod';

import type { InstantDmEvent, Occurrence } from './event';
import { asFlag, asId, asText, type Json } from '../json/exactJson';
import { toIso } from '../json/time';
import { common, eventId, fingerprint, text, timePart, timesOf } from './item';

const schema = z
	.object({
		event: z.literal('question_answered'),
		...common,
		flowId: text,
		senderId: text,
		username: text,
		question: text,
		questionType: text,
		variable: text,
		answer: text,
		skipped: z.boolean(),
		attempt: z.number().nullable(),
	})
	.strict();

type QuestionAnsweredItem = z.infer<typeof schema>;

export const questionAnswered: InstantDmEvent<'question_answered', typeof schema> = {
	name: 'question_answered',
	label: 'Flow Answer',
	description: 'Someone answered or skipped a question in an InstantDM flow',
	action: 'On flow answer',
	schema,
	simplify,
};

/** An answer given in a flow, or the question skipped (InstantDM, question_answered). */
function simplify(occurrence: Occurrence, delivered: number | null): QuestionAnsweredItem {
	const { value } = occurrence;
	const times = timesOf(occurrence, delivered);
	const flowId = asId(value.flow_id);
	const senderId = asId(value.sender_id);
	// A question without a variable name may come with an empty one.
	const variable = asId(value.custom_variable_name);
	const attempt = asCount(value.attempt_no);
	const question = variable ?? fingerprint(asText(value.question) ?? '');
	return {
		event: 'question_answered',
		eventId: eventId(
			'question_answered',
			...[flowId, senderId, question, attempt, timePart(times)],
			// Nothing else tells two answers of one minute apart.
			times.occurred === null ? fingerprint(value) : null,
		),
		occurredAt: toIso(times.occurred),
		deliveredAt: toIso(delivered),
		accountId: null,
		flowId,
		senderId,
		username: asText(value.sender_username),
		question: asText(value.question),
		questionType: asText(value.question_type),
		variable,
		answer: asAnswer(value.user_response),
		skipped: asFlag(value.skip),
		attempt,
	};
}

/** Documented as text; a bare number or a structure is kept, as text. */
function asAnswer(answer: Json | undefined): string | null {
	if (answer === undefined || answer === null) return null;
	return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

/** InstantDM writes the attempt as text. */
function asCount(count: Json | undefined): number | null {
	const number = typeof count === 'string' && count.trim() !== '' ? Number(count) : count;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
