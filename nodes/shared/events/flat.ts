import type { JsonObject } from '../json/exactJson';
import type { EventName } from './index';

const ANSWER_KEYS = ['question', 'question_type', 'custom_variable_name', 'user_response', 'skip'];
const COMPLETION_KEYS = ['response_variables', 'completed_at', 'flow_name'];

/** Which event of a flow a body without `entry` is, told by the fields only one of them has. */
export function asFlatEvent(body: JsonObject): EventName | undefined {
	if (ANSWER_KEYS.some((key) => Object.hasOwn(body, key))) return 'question_answered';
	if (COMPLETION_KEYS.some((key) => Object.hasOwn(body, key))) return 'flow_completed';
	return undefined;
}
