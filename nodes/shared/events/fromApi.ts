import {
	asFlag,
	asId,
	asObject,
	asObjects,
	asText,
	type Json,
	type JsonObject,
} from '../json/exactJson';
import { plainOf } from '../tap/plain';
import type { Element } from './elements';

/** The connected Instagram account, as far as `/account_details` tells. */
export interface Account {
	id: string | null;
	username: string | null;
}

/** The account, from what `/account_details` gives under `data`; what is missing is null. */
export function toAccount(details: Json | undefined): Account {
	const { ig_user_id, ig_username } = asObject(details);
	// An empty name is none.
	return { id: asId(ig_user_id), username: asId(ig_username) };
}

/** Whether it is one account: it may have been renamed, and an answer may lack the id. */
export function isSameAccount(one: Account, other: Account): boolean {
	if (one.id !== null && other.id !== null) return one.id === other.id;
	return one.username?.toLowerCase() === other.username?.toLowerCase();
}

/** What a comment is on. */
export interface Medium {
	/** Of the post. */
	id?: string | null;
	/** Meta's `media_product_type`, such as REELS. */
	productType?: string | null;
	/** Of the ad, for a comment under an ad. */
	adId?: string | null;
}

/**
 * A comment of the Open API and the replies in it, each as the element that a webhook would have
 * brought for it, so that `simplify` gives the same item with the same `eventId`. `raw` stays what
 * the API gave.
 */
export function commentElements(comment: JsonObject, account: Account, medium: Medium): Element[] {
	return threadOf(comment, null, account, medium);
}

function threadOf(
	raw: JsonObject,
	parentId: string | null,
	account: Account,
	medium: Medium,
): Element[] {
	const replies = dataOf(raw.replies).flatMap((reply) =>
		threadOf(reply, asId(raw.id), account, medium),
	);
	const value = commentValue(raw, parentId, account, medium);
	return [elementOf('comment', raw, value, account, 'comments'), ...replies];
}

/** Meta's `comments` webhook has the commenter under `from` only, and the post under `media`. */
function commentValue(
	raw: JsonObject,
	parentId: string | null,
	account: Account,
	medium: Medium,
): JsonObject {
	const from = asObject(raw.from);
	const media = asObject(raw.media);
	const username = asText(from.username) ?? asText(raw.username);
	const repliesTo = asId(raw.parent_id) ?? parentId;
	// Of replies Instagram names everyone who wrote one but the account itself.
	const isNameless = asId(from.id) === null && username === null;
	const isOwn =
		isAccount(account, { id: from.id ?? null, username }) || (repliesTo !== null && isNameless);
	const ownId = account.id ?? asId(from.id) ?? 'unknown';
	return {
		id: raw.id ?? null,
		text: raw.text ?? null,
		timestamp: raw.timestamp ?? null,
		from: {
			id: (isOwn ? account.id : null) ?? asId(from.id),
			username: username ?? (isOwn ? account.username : null),
			...(isOwn && { self_ig_scoped_id: ownId }),
		},
		media: {
			id: asId(media.id) ?? medium.id ?? null,
			media_product_type: asText(media.media_product_type) ?? medium.productType ?? null,
			ad_id: medium.adId ?? null,
		},
		parent_id: repliesTo,
	};
}

/**
 * A message of the Open API as the element that a webhook would have brought for it: a message's id
 * is the webhook's `mid`. What was tapped or reacted to, the API does not tell.
 */
export function messageElement(raw: JsonObject, account: Account): Element {
	return elementOf('dm_received', raw, messageValue(raw, account), account, null);
}

function messageValue(raw: JsonObject, account: Account): JsonObject {
	const from = asObject(raw.from);
	const [to = {}] = dataOf(raw.to);
	const isOwn = isAccount(account, from);
	return {
		sender: { id: (isOwn ? account.id : null) ?? asId(from.id) },
		recipient: { id: (isOwn ? null : account.id) ?? asId(to.id) },
		timestamp: raw.created_time ?? null,
		message: { ...contentOf(raw), mid: raw.id ?? null, ...(isOwn && { is_echo: true }) },
	};
}

/** Story, shares and files where the webhook has them. An empty text means none. */
function contentOf(raw: JsonObject): JsonObject {
	const story = asObject(raw.story);
	const mention = asObject(story.mention);
	const storyReply = asObject(story.reply_to);
	const replyTo = asObject(raw.reply_to);
	const attachments = [
		...dataOf(raw.attachments).map(fileAttachment),
		...dataOf(raw.shares).map((share) => ({
			type: 'share',
			payload: {
				...share,
				url: asText(share.link) ?? asText(share.url),
				title: asText(share.name),
				id: asId(share.id),
			},
		})),
		...(hasFields(mention)
			? [{ type: 'story_mention', payload: { url: asText(mention.link), id: asId(mention.id) } }]
			: []),
	];
	const content: JsonObject = {
		...(asText(raw.message) && { text: raw.message ?? null }),
		...(attachments.length > 0 && { attachments }),
		...(hasFields(storyReply) && {
			reply_to: { story: { id: asId(storyReply.id), url: asText(storyReply.link) } },
		}),
	};
	// Of an older message Instagram tells who sent it, and nothing more.
	const isUnreadable = !hasFields(content) && asId(asObject(raw.from).id) !== null;
	return {
		...content,
		...(hasFields(replyTo) &&
			!hasFields(storyReply) && { reply_to: { mid: asId(replyTo.mid) ?? asId(replyTo.id) } }),
		...((isUnreadable || asFlag(raw.is_unsupported)) && { is_unsupported: true }),
	};
}

/** What kind of file it is, the API tells by the key that its URL is under. */
const FILES = { image_data: 'image', video_data: 'video', audio_data: 'audio' };

function fileAttachment(file: JsonObject): JsonObject {
	for (const [key, type] of Object.entries(FILES)) {
		const data = asObject(file[key]);
		if (!hasFields(data)) continue;
		return { type, payload: { url: asText(data.url) ?? asText(data.animated_gif_url) } };
	}
	const template = asObject(file.generic_template);
	if (hasFields(template)) return { type: 'template', payload: plainOf(template) };
	const [mimeType] = (asText(file.mime_type) ?? '').split('/');
	const type = Object.values(FILES).find((known) => known === mimeType) ?? 'file';
	return { type, payload: { url: asText(file.file_url), title: asText(file.name) } };
}

function elementOf(
	event: 'comment' | 'dm_received',
	raw: JsonObject,
	value: JsonObject,
	account: Account,
	field: string | null,
): Element {
	return { event, known: true, raw, value, entry: { id: account.id }, field, optimized: {} };
}

/** Meta names the account by one of two ids, depending on the connection; its username is one. */
function isAccount({ id, username }: Account, who: JsonObject): boolean {
	const sameId = id !== null && asId(who.id) === id;
	const name = asText(who.username);
	return sameId || (username !== null && name?.toLowerCase() === username.toLowerCase());
}

/** The Graph API wraps its lists: `{ data: [...] }`. */
function dataOf(list: JsonObject[string] | undefined): JsonObject[] {
	return asObjects(asObject(list).data ?? list);
}

function hasFields(object: JsonObject): boolean {
	return Object.keys(object).length > 0;
}
