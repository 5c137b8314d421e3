import type { FailureKind, InstagramError } from '../result';

/** What one of Instagram's errors means for the sender and for the rest of the run. */
interface Meaning {
	/** One sentence: what happened and what to do. */
	error: string;
	kind: FailureKind;
	/** Sending the same again later is safe and may work. */
	retryable: boolean;
	/** Instagram says for certain that the message was not delivered. */
	refused: boolean;
}

const refused = (error: string): Meaning => ({
	error,
	kind: { kind: 'item' },
	retryable: false,
	refused: true,
});

/** Every further message from this account would be refused as well. */
const accountRefused = (error: string): Meaning => ({ ...refused(error), kind: { kind: 'run' } });

const uncertain = (error: string): Meaning => ({ ...refused(error), refused: false });

const throttled: Meaning = {
	error:
		'Instagram itself is throttling this account (this is not InstantDM’s hourly limit): send more slowly with Requests per Second and send this item again later',
	kind: { kind: 'limit', retryAfterSeconds: null, hourly: false },
	retryable: true,
	refused: true,
};

const windowClosed = refused(
	'Instagram’s messaging window for this person is closed: you can write to them again for 24 hours after their next message to you',
);
const personUnavailable = refused(
	'This person cannot receive messages from your account: they may have blocked it, restricted their messages or closed their account',
);
const wrongRecipient = refused(
	'Instagram finds no person with this Recipient ID: use the senderId of a message or comment that this same Instagram account received',
);
const appNotLive = accountRefused(
	'Instagram does not let InstantDM send for this account: reconnect the Instagram account in InstantDM and grant every permission it asks for',
);
const privateReplyRefused = refused(
	'Instagram does not take a private reply to this comment: most likely it already got its one private reply, is older than 7 days or was deleted, or the format is not allowed there (text is the safest)',
);
const otherAppControls = refused(
	'Another app controls this conversation: hand it over to InstantDM in Instagram’s inbox settings, or answer from that app',
);

/**
 * Instagram's errors by `code/subcode`, or by `code` alone. Source: Meta, Messenger Platform,
 * "Error Codes", and Graph API, "Rate Limits" and "Handle Errors" for the codes of limits and 368; the
 * private reply codes 10900 and 10903 are seen in the wild only. The `type` of
 * an error (OAuthException, IGApiException) says nothing about its cause and is not looked at.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
	'1': uncertain(
		'Instagram reported an unknown error and the message may have arrived: look at the conversation before you send it again',
	),
	'2': uncertain(
		'Instagram had a temporary problem, or the person blocked your account, and the message may have arrived: look at the conversation before you send it again',
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
	'613/2018338': accountRefused(
		'Instagram warns that people find this account’s messages bothersome: stop sending and look at what you send to whom',
	),
	'10': refused(
		'Instagram does not permit this message: check that the messaging window is open and that InstantDM has all permissions for the account',
	),
	'10/2534022': windowClosed,
	'10/2018278': windowClosed,
	'10/2018065': windowClosed,
	'10/2018108': refused(
		'This person cannot receive messages right now: send the item again when they have written to you',
	),
	'10/2534077': accountRefused(
		'The link between your Instagram account and its Facebook page is broken or needs two-factor authentication: reconnect the account in InstantDM',
	),
	'10/1893063': accountRefused(
		'Instagram has restricted your account from sending for a while: check Account Status in the Instagram app and send again when the restriction has ended',
	),
	'100': refused(
		'Instagram does not accept a part of this message: check the ID and the message fields',
	),
	'100/33': refused(
		'Instagram does not find this comment or person, or your account may not see it: check the ID, and that the comment has not been deleted',
	),
	'100/2018001': wrongRecipient,
	'100/2534014': wrongRecipient,
	'100/2018008': refused(
		'Instagram could not fetch the media: the Media URL must be public, use https with a valid certificate and answer with the file itself',
	),
	'100/2018047': refused(
		'The media does not match the Message Type: send a png or jpeg as Image, an mp4, ogg, avi, mov or webm as Video, and an aac, m4a, wav or mp4 as Audio',
	),
	'100/2018109': refused(
		'The media is too large for Instagram: an image may have 8 MB, a video or audio file 25 MB',
	),
	'100/2018294': refused(
		'Instagram could not load the video within 75 seconds, or the file is damaged: make it smaller or host it on a faster server',
	),
	'100/2534013': accountRefused(
		'Your Instagram account is not linked to a Facebook page: link it and reconnect the account in InstantDM',
	),
	'100/2534015': refused(
		'Instagram does not accept this content for this kind of message: check the message fields against the Message Type',
	),
	'100/2534025': privateReplyRefused,
	'100/2534029': accountRefused(
		'Instagram has blocked your account from its messaging API: see Account Status in the Instagram app and ask InstantDM’s support',
	),
	'100/2534037': otherAppControls,
	'2018300': otherAppControls,
	'190': accountRefused(
		'Instagram no longer accepts InstantDM’s access to your account: reconnect the Instagram account in InstantDM',
	),
	'200': refused(
		'Instagram does not permit this message: check that the person can be written to and that InstantDM has all permissions for the account',
	),
	'200/2018028': appNotLive,
	'200/1545041': personUnavailable,
	'200/2534041': accountRefused(
		'Your Instagram account does not let apps read its messages: switch on “Allow access to messages” in the Instagram app under Messages and story replies → Message controls',
	),
	'368': accountRefused(
		'Instagram has blocked your account from this for a while: stop sending, check Account Status in the Instagram app and send again when the block has ended',
	),
	'551': personUnavailable,
	'10900': privateReplyRefused,
	'10903': privateReplyRefused,
	'9000001': refused('The message that this one refers to was deleted: there is nothing to answer'),
};

/** Every message was sent, although Instagram reports an error (Meta, "Error Codes", 1/1357046). */
export function reportsSent(error: InstagramError): boolean {
	return error.code === 1 && error.subcode === 1357046;
}

/**
 * The most particular meaning known; a code that is not listed gives none, unless the HTTP status
 * says that it is one of Instagram's limits.
 */
export function meaningOf({ code, subcode }: InstagramError, status: number): Meaning | undefined {
	const listed = MEANINGS[`${String(code)}/${String(subcode)}`] ?? MEANINGS[String(code)];
	return listed ?? (status === 429 ? throttled : undefined);
}

/**
 * The error of Instagram's that plain words stand for: Meta begins its messages with the code,
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
