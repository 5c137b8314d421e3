import { kindOf } from './messageKind';
import { isEventName, type EventName } from './index';
import {
	asId,
	asObject,
	asObjects,
	asText,
	isObject,
	type Json,
	type JsonObject,
} from '../json/exactJson';
import type { Occurrence } from './event';

/** One thing that happened, cut out of a delivery. */
export interface Element extends Occurrence {
	event: EventName;
}

type Found = Omit<Occurrence, 'optimized'> & { event: EventName | undefined };

const COMMENT_FIELDS: readonly (string | null)[] = ['comments', 'live_comments'];

/** What only an answer in a flow has, and what only a flow that was completed has. */
const ANSWER_KEYS = ['question', 'question_type', 'custom_variable_name', 'user_response', 'skip'];
const COMPLETION_KEYS = ['response_variables', 'completed_at', 'flow_name'];

/**
 * The elements of a delivery: one for each member of `changes`, `messaging` and `standby`, or the
 * flow event itself. What each one is, its own shape decides; X-Event-Type is asked only about
 * shapes that nobody foresaw (Meta's webhook examples page and InstantDM's Outbound Webhooks).
 * @param announced the X-Event-Type header
 * @returns none where the body is none of the events; undefined where it isn't a JSON object
 */
export function elementsOf(payload: Json, announced: string | undefined): Element[] | undefined {
	const bodies = asObjects(payload);
	if (bodies.length === 0) return undefined;
	const found = bodies.map((body) => ({ body, inBody: foundIn(body) }));
	const recognised = found.flatMap(({ inBody }) => inBody.flatMap(({ event }) => event ?? []));
	const fallback =
		isEventName(announced) && agrees(announced, recognised) ? announced : recognised[0];
	return found.flatMap(({ body, inBody }) => {
		const optimized = asObject(body.idm_optimized_body);
		const about = isObject(body.idm_optimized_body) ? ownerOf(optimized, inBody) : undefined;
		return inBody.flatMap((one): Element[] => {
			const event = one.event ?? likelyEvent(one, fallback);
			return event ? [{ ...one, event, optimized: one === about ? optimized : {} }] : [];
		});
	});
}

function agrees(announced: EventName, recognised: readonly EventName[]): boolean {
	return recognised.length === 0 || recognised.includes(announced);
}

/** What a person sent to the account, in whatever shape, is neither comment nor flow event. */
function likelyEvent({ value }: Found, fallback: EventName | undefined): EventName | undefined {
	if (!isObject(value.sender)) return fallback;
	return fallback === 'postback' ? 'postback' : 'dm_received';
}

function foundIn(body: JsonObject): Found[] {
	if (Object.keys(body).length === 0) return [];
	if (typeof body.entry === 'object') return asObjects(body.entry).flatMap(foundInEntry);
	const event = flowEvent(body);
	return [{ event, known: event !== undefined, raw: body, value: body, entry: {}, field: null }];
}

function flowEvent(body: JsonObject): EventName | undefined {
	if (ANSWER_KEYS.some((key) => Object.hasOwn(body, key))) return 'question_answered';
	if (COMPLETION_KEYS.some((key) => Object.hasOwn(body, key))) return 'flow_completed';
	return undefined;
}

function foundInEntry(entry: JsonObject): Found[] {
	const messaging = [...asObjects(entry.messaging), ...asObjects(entry.standby)];
	const found = [
		...asObjects(entry.changes).map((change) => foundInChange(change, entry)),
		...messaging.map((raw) => ({ ...asMessaging(raw), raw, entry, field: null })),
	];
	// Business Login prints comments without the `changes` wrapper.
	if (isObject(entry.value)) found.push(foundInChange(entry, entry));
	const isEmpty = [entry.changes, entry.messaging, entry.standby].some(Array.isArray);
	if (found.length > 0 || isEmpty) return found;
	return [{ event: undefined, known: false, raw: entry, value: entry, entry, field: null }];
}

function foundInChange(change: JsonObject, entry: JsonObject): Found {
	const field = asText(change.field);
	const value = asObject(change.value);
	const place = { raw: change, entry, field };
	if (COMMENT_FIELDS.includes(field)) return { ...place, event: 'comment', known: true, value };
	// Messaging fields come as changes too: from Meta's dashboard, and for some accounts in production.
	if (field?.startsWith('message') === true || isObject(value.sender)) {
		return { ...place, ...asMessaging(value) };
	}
	return { ...place, event: undefined, known: false, value };
}

function asMessaging(value: JsonObject): Pick<Found, 'event' | 'known' | 'value'> {
	if (isObject(value.postback)) return { event: 'postback', known: true, value };
	const known = kindOf(value) !== 'other';
	return { event: known ? 'dm_received' : undefined, known, value };
}

/**
 * `idm_optimized_body` comes beside `entry` and names only a sender: in a batch it belongs to
 * the one postback of that sender, and for none where there are several.
 */
function ownerOf(optimized: JsonObject, found: readonly Found[]): Found | undefined {
	const sender = asId(optimized.sender_id);
	const [one, ...others] = found.filter(({ event, value }) => {
		const from = asId(asObject(value.sender).id);
		return event === 'postback' && (sender === null || from === null || from === sender);
	});
	return others.length === 0 ? one : undefined;
}
