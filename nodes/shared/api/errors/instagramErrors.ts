import { allRefused, refused, tryLater, type Meaning } from './meaning';

/** Whatever the code: a limit of Instagram's own. */
export const throttled: Meaning = {
	...tryLater('Instagram is limiting this account'),
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
	"Instagram can't find a person with this ID",
	'use senderId from a message this account received. To reach a commenter, use Reply Privately',
);
const privateReplyRefused = refused(
	"Instagram doesn't accept a private reply to this comment",
	"it probably has one already, is older than 7 days or was deleted. If not, set 'Message Type' to 'Text'",
);
const noProfile = refused(
	"Instagram doesn't show this person's profile",
	'it does once they have messaged your account. Use senderId from a message it received',
);
const otherAppControls = refused(
	'Another app controls this conversation',
	"hand it over to InstantDM in Instagram's inbox settings, or reply from that app",
);

const trouble = unconfirmed('check the conversation before sending it again');
const accountRestricted = allRefused(
	'Instagram has restricted your account',
	'sign in to the Instagram app and follow its instructions',
);
const unreachableFile = refused(
	"Instagram couldn't fetch the file",
	'give a URL that is public, starts with https:// and links directly to the file',
);
const accessLost = allRefused(
	"Instagram no longer accepts InstantDM's access to your account",
	'reconnect the account in InstantDM',
);
const createAgain = refused("Instagram can't find the post to publish", 'create it again');

/**
 * Instagram's errors by `code/subcode`, or by `code` alone. Source: Meta, Messenger Platform,
 * "Error Codes"; Graph API, "Rate Limits" and "Handle Errors", for the codes of limits, 3, 102, 368
 * and 1200; Instagram Platform, "Error Codes", for those of publishing (subcodes 2207xxx); the codes
 * of private replies (10900 to 10903) and profiles (230, 9010) are seen in the wild only. The `type`
 * of an error (OAuthException, IGApiException) says nothing about its cause and is not looked at.
 * Where the request knows the field, it takes the place of `this ID` and `the ID`.
 */
export const INSTAGRAM_ERRORS: Readonly<Record<string, Meaning>> = {
	'-2': trouble,
	'-2/2207003': refused(
		'The download of the file takes Instagram too long',
		'make the file smaller, or host it on a faster server',
	),
	'-2/2207020': createAgain,
	'-1': trouble,
	'1': trouble,
	'2': unconfirmed(
		'check the conversation before sending it again. The person may have blocked you',
	),
	'3': allRefused(
		"Instagram doesn't let InstantDM do this for your account",
		'reconnect the account in InstantDM, and grant every permission it asks for',
	),
	'4': throttled,
	'4/2207051': {
		...throttled,
		title: 'Instagram has stopped your account from publishing for now: it suspects spam',
		advice: 'wait a day, and publish less often',
	},
	'9/2207042': {
		...throttled,
		title: "Your account has reached Instagram's number of posts for one day",
		advice: 'publish it tomorrow',
	},
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
	'24/2207006': createAgain,
	'24/2207008': createAgain,
	'25': accountRestricted,
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
	'102': accessLost,
	'2018300': otherAppControls,
	'190': accessLost,
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
	'230': noProfile,
	'352': refused("Instagram doesn't accept this video", 'use an MP4 or MOV video'),
	'368': allRefused(
		'Instagram has blocked your account from this for a while',
		'stop sending, check Account Status in the Instagram app, and send again when the block has ended',
	),
	'551': personUnavailable,
	'1200': trouble,
	'9004': unreachableFile,
	'9007': refused('Instagram is still processing the post', 'publish it in a few minutes'),
	'9010': noProfile,
	'10900': privateReplyRefused,
	'10902': privateReplyRefused,
	'10903': privateReplyRefused,
	'36000': refused('The image is too large for Instagram', 'use one of up to 8 MB'),
	'36001': refused("Instagram doesn't accept this image", 'use a JPEG image'),
	'36003': refused(
		"Instagram doesn't accept the shape of this image",
		'use one with a width to height ratio from 4:5 to 1.91:1',
	),
	'36004': refused(
		'The caption is too long for Instagram',
		'use up to 2,200 characters, 30 hashtags and 20 mentions',
	),
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
