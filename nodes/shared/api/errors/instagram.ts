import type { InstagramError } from '../result';
import { allRefused, refused, tryLater, uncertain, type Asked, type Meaning } from './meaning';

const throttled: Meaning = {
	...tryLater(
		'Instagram is limiting this account',
		"send more slowly with 'Requests per Second', and run this item again later",
	),
	scope: 'limit',
};

/** Instagram itself does not know: Meta says of both codes that the message may have arrived. */
const unconfirmed = (advice: string): Meaning => ({
	...refused("Instagram couldn't confirm the message; it may have arrived", advice),
	delivery: 'unknown',
});

const windowClosed = refused(
	"Instagram's messaging window for this person is closed",
	'you can message them for 24 hours after their next message to you. Check replyUntil before sending',
);
const noPermission = refused(
	"Instagram doesn't permit this message",
	'most often the 24-hour window has closed. Otherwise reconnect the account in InstantDM',
);
const personUnavailable = refused(
	"This person can't receive messages from your account",
	'they may have blocked it, restricted their messages or closed their account',
);
const wrongRecipient = refused(
	"Instagram can't find a person with this Recipient ID",
	'use senderId from a message this account received. To reach a commenter, use Reply Privately',
);
const privateReplyRefused = refused(
	"Instagram doesn't accept a private reply to this comment",
	"it probably has one already, is older than 7 days or was deleted. If not, set 'Message Type' to 'Text'",
);
const otherAppControls = refused(
	'Another app controls this conversation',
	"hand it over to InstantDM in Instagram's inbox settings, or reply from that app",
);

/**
 * Instagram's errors by `code/subcode`, or by `code` alone. Source: Meta, Messenger Platform,
 * "Error Codes", and Graph API, "Rate Limits" and "Handle Errors" for the codes of limits and 368;
 * the private reply codes 10900 and 10903 are seen in the wild only. The `type` of an error
 * (OAuthException, IGApiException) says nothing about its cause and is not looked at.
 */
export const INSTAGRAM_ERRORS: Readonly<Record<string, Meaning>> = {
	'1': unconfirmed('check the conversation before sending it again'),
	'2': unconfirmed(
		'check the conversation before sending it again. The person may have blocked you',
	),
	'4': throttled,
	'17': throttled,
	'32': throttled,
	'341': throttled,
	'613': throttled,
	'80000': throttled,
	'80001': throttled,
	'80002': throttled,
	'80004': throttled,
	'80006': throttled,
	'613/2018338': allRefused(
		'Instagram warns that people are reporting your messages as unwanted',
		'stop sending, and check what you send to whom',
	),
	'10': noPermission,
	'10/2534022': windowClosed,
	'10/2018278': windowClosed,
	'10/2018065': windowClosed,
	'10/2018108': refused(
		"This person can't receive messages right now",
		'send it again after they message you',
	),
	'10/2534077': allRefused(
		'The link between your Instagram account and its Facebook Page is broken or needs two-factor authentication',
		'reconnect the account in InstantDM',
	),
	'10/1893063': allRefused(
		'Instagram has restricted your account from sending for a while',
		'check Account Status in the Instagram app, and send again when the restriction has ended',
	),
	'100': refused('Instagram rejected part of this message', 'check the ID and the message fields'),
	'100/33': refused(
		"Instagram can't find this comment or person",
		"check the ID, and that the comment wasn't deleted. Your account may not have access to it",
	),
	'100/2018001': wrongRecipient,
	'100/2534014': wrongRecipient,
	'100/2018008': refused(
		"Instagram couldn't fetch the file",
		"'Media URL' must be public, start with https:// and link directly to the file. With 'Media Source' set to 'File', the internet must reach n8n",
	),
	'100/2018047': refused(
		"The file doesn't match the Message Type",
		'send a PNG or JPEG as Image, an MP4, OGG, AVI, MOV or WebM as Video, and an AAC, M4A, WAV or MP4 as Audio',
	),
	'100/2018109': refused(
		'The file is too large for Instagram',
		'images can be up to 8 MB, video and audio 25 MB',
	),
	'100/2018294': refused(
		"Instagram couldn't load the video within 75 seconds, or the file is damaged",
		'make it smaller, or host it on a faster server',
	),
	'100/2534013': allRefused(
		"Your Instagram account isn't linked to a Facebook Page",
		'link it, and reconnect the account in InstantDM',
	),
	'100/2534015': refused(
		"Instagram doesn't accept this content for this type of message",
		'check the message fields against the Message Type',
	),
	'100/2534025': privateReplyRefused,
	'100/2534029': allRefused(
		'Instagram has blocked your account from its messaging API',
		'see Account Status in the Instagram app, and contact InstantDM support',
	),
	'100/2534037': otherAppControls,
	'2018300': otherAppControls,
	'190': allRefused(
		"Instagram no longer accepts InstantDM's access to your account",
		'reconnect the account in InstantDM',
	),
	'200': noPermission,
	'200/2018028': allRefused(
		"Instagram doesn't let InstantDM send for this account",
		'reconnect the account in InstantDM, and grant every permission it asks for',
	),
	'200/1545041': personUnavailable,
	'200/2534041': allRefused(
		"Your Instagram account doesn't let apps read its messages",
		"turn on 'Allow access to messages' in the Instagram app under Messages and story replies → Message controls",
	),
	'368': allRefused(
		'Instagram has blocked your account from this for a while',
		'stop sending, check Account Status in the Instagram app, and send again when the block has ended',
	),
	'551': personUnavailable,
	'10900': privateReplyRefused,
	'10903': privateReplyRefused,
	'9000001': refused('The message you replied to was deleted', 'there is nothing to reply to'),
};

const noAccess = refused(
	"Instagram doesn't give InstantDM access to this",
	'reconnect the account in InstantDM, and grant every permission it asks for',
);

/** What the codes that several causes share mean where no message is concerned. */
export const INSTAGRAM_ERRORS_OF_OPEN_API: Readonly<Record<string, Meaning>> = {
	'10': noAccess,
	'100': refused('Instagram rejected part of this request', 'check the ID and the other fields'),
	'100/33': refused(
		"Instagram can't find this",
		'check the ID. It may have been deleted, or your account may not have access to it',
	),
	'200': noAccess,
};

/** Every message was sent, although Instagram reports an error (Meta, "Error Codes", 1/1357046). */
export function reportsSent(error: InstagramError): boolean {
	return error.code === 1 && error.subcode === 1357046;
}

/**
 * The most particular meaning known; a code that is not listed gives none, unless the HTTP status
 * says that it is one of Instagram's limits.
 */
export function meaningOf(
	{ code, subcode }: InstagramError,
	status: number,
	asked: Asked,
): Meaning | undefined {
	const tables = [
		...(asked.api === 'open' ? [INSTAGRAM_ERRORS_OF_OPEN_API] : []),
		INSTAGRAM_ERRORS,
	];
	const keys = [`${String(code)}/${String(subcode)}`, String(code)];
	const listed = keys.flatMap((key) => tables.flatMap((table) => table[key] ?? []))[0];
	const meaning = listed ?? (status === 429 ? throttled : undefined);
	return meaning && fitting(meaning, asked);
}

/** The tables speak of sending messages. */
function fitting(meaning: Meaning, asked: Asked): Meaning {
	if (asked.api === 'webhook' && !asked.repeatable) return meaning;
	if (meaning.delivery === 'unknown') return uncertain(asked, 'Instagram had a temporary problem');
	return meaning === throttled && asked.repeatable
		? { ...throttled, advice: 'try again later' }
		: meaning;
}

/**
 * The error of Instagram's that plain words mean: Meta begins its messages with the code,
 * `(#10) …`, and InstantDM may hand on the message alone.
 */
export function errorInWords(words: string | null): InstagramError | null {
	if (words === null) return null;
	const error = { message: words, traceId: null };
	if (/outside (?:of )?(?:the )?allowed window/i.test(words)) {
		return { ...error, code: 10, subcode: 2534022 };
	}
	const [, code] = /\(#(\d{1,7})\)/.exec(words) ?? [];
	return code === undefined ? null : { ...error, code: Number(code), subcode: null };
}
