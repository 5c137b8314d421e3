import {
	asFlag,
	asId,
	asObject,
	asObjects,
	isObject,
	type Json,
	type JsonObject,
} from '../json/exactJson';

/** What a dm_received element is, in the order of the trigger's documentation. */
export const MESSAGE_KINDS = [
	'text',
	'attachment',
	'share',
	'story_reply',
	'story_mention',
	'quick_reply',
	'reaction',
	'read',
	'edited',
	'deleted',
	'referral',
	'unsupported',
	'other',
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What reports on messages, the account's own among them, or on nothing that is known. */
const REPORTS: readonly MessageKind[] = [
	'reaction',
	'read',
	'edited',
	'deleted',
	'referral',
	'other',
];

/** What a person newly wrote. */
export const WRITTEN_KINDS = MESSAGE_KINDS.filter((kind) => !REPORTS.includes(kind));

const SHARES: readonly unknown[] = [
	'share',
	'ig_post',
	'ig_reel',
	'reel',
	'story',
	'ig_story',
	'media',
];

/** The kind of a `messaging` element (Meta, webhook examples for Instagram messaging). */
export function kindOf(element: JsonObject): MessageKind {
	if (isObject(element.message)) return kindOfMessage(element.message);
	if (isObject(element.message_edit) && isEdit(element.message_edit)) return 'edited';
	if (isObject(element.reaction)) return 'reaction';
	if (isObject(element.read)) return 'read';
	return isObject(element.referral) ? 'referral' : 'other';
}

/** Instagram reports edit number 0 beside new messages (seen in production). */
function isEdit(edit: JsonObject): boolean {
	return asId(edit.num_edit) !== '0';
}

function kindOfMessage(message: JsonObject): MessageKind {
	if (asFlag(message.is_deleted)) return 'deleted';
	if (asFlag(message.is_unsupported)) return 'unsupported';
	if (isObject(message.quick_reply)) return 'quick_reply';
	if (isObject(asObject(message.reply_to).story)) return 'story_reply';
	const attachments = asObjects(message.attachments);
	const types = attachments.filter(tellsSomething).map(({ type }) => type);
	if (types.includes('story_mention')) return 'story_mention';
	if (types.some((type) => SHARES.includes(type))) return 'share';
	if (types.length > 0) return 'attachment';
	if (typeof message.text === 'string') return 'text';
	if (attachments.length > 0) return 'unsupported';
	return isObject(message.referral) ? 'referral' : 'other';
}

/**
 * Not so a type that Instagram doesn't share with apps, nor a template with nothing in it, which
 * comes beside a phone number that was tapped (both seen in production).
 */
function tellsSomething({ type, payload }: JsonObject): boolean {
	if (type === 'unsupported_type') return false;
	return type !== 'template' || holdsText({ ...asObject(payload), template_type: null });
}

function holdsText(value: Json): boolean {
	if (typeof value !== 'object') return value !== '';
	return value !== null && Object.values(value).some(holdsText);
}

/**
 * Whether the account may answer for 24 hours after it. Messages, reactions and ig.me links open
 * that window; a read receipt, an edit or an unsend opens none.
 */
export function opensWindow(kind: MessageKind): boolean {
	return WRITTEN_KINDS.includes(kind) || kind === 'reaction' || kind === 'referral';
}
