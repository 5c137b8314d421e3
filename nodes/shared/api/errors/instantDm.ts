import type { ErrorBody } from './errorBody';
import {
	allRefused,
	baseUrlOf,
	ofSeveralSteps,
	named,
	quoting,
	refused,
	sentBy,
	tryLater,
	uncertain,
} from './meaning';
import type { Asked, Meaning } from './meaning';

/** What an error answer says, its words fit to be shown. */
export interface Said extends ErrorBody {
	/** Whether the words, as they came, have a pattern that no text of the request explains. */
	says: (pattern: RegExp) => boolean;
}

/** A refusal that InstantDM, or what is before it, documents. */
export interface DocumentedRefusal extends Meaning {
	status: number;
	/** Its documented words or flag, where others share its status. */
	sign?: string;
	matches?: (said: Said) => boolean;
}

const says =
	(pattern: RegExp) =>
	(said: Said): boolean =>
		said.says(pattern);

/**
 * The refusals by status, of the same status the most particular first. Source: InstantDM's
 * documentation, "Error Codes", and its Open API 1.1, "Errors"; RFC 9110 for 407, 408 and 413.
 */
export const INSTANTDM_ERRORS: readonly DocumentedRefusal[] = [
	{
		status: 401,
		sign: '“Missing API key”',
		matches: says(/missing/),
		...allRefused(
			'InstantDM received no API key',
			"check 'API Key' in the credential. If a proxy removes headers, change 'Send API Key As'",
		),
	},
	{
		status: 401,
		sign: '“Invalid API key”',
		...allRefused(
			"InstantDM doesn't accept this API key",
			'create a new one in InstantDM under Settings → Integrations → API Keys, and enter it in the credential',
		),
	},
	{
		status: 402,
		sign: '`credits_remaining` above 0',
		matches: ({ creditsRemaining }) => creditsRemaining !== null && creditsRemaining > 0,
		...allRefused(
			'Your InstantDM account has too few credits',
			'upgrade the plan or buy top-up credits in InstantDM',
		),
	},
	{
		status: 402,
		sign: '“Insufficient credits”',
		...allRefused(
			'Your InstantDM account has run out of credits',
			'upgrade the plan or buy top-up credits in InstantDM',
		),
	},
	{
		status: 403,
		sign: '`reconnect_required`',
		matches: (said) => said.reconnectRequired || said.says(/\breconnect/),
		...allRefused(
			"InstantDM's connection to your account doesn't allow this",
			'reconnect the account in InstantDM, and grant every permission. For ads, connect Instagram through Facebook Login',
		),
	},
	{
		status: 403,
		sign: '“API access requires higher plan”',
		matches: says(/\bAPI access requires/),
		...allRefused(
			"Your InstantDM plan doesn't include API access",
			'upgrade the plan in InstantDM',
		),
	},
	{
		status: 403,
		sign: '`upgrade_required`',
		matches: (said) =>
			said.upgradeRequired || said.says(/\b(?:higher|your|current) plan\b|\bupgrade\b/),
		...allRefused("Your InstantDM plan doesn't include this", 'upgrade the plan in InstantDM'),
	},
	{
		status: 404,
		sign: '“No Facebook Page connected”',
		matches: says(/\bno facebook page|\bfacebook page not connected/),
		...allRefused('No Facebook Page is connected in InstantDM', 'connect one there'),
	},
	{
		status: 404,
		sign: '“No Instagram access token found”',
		matches: says(/\bno (?:instagram )?access token|\bnot connected/),
		...allRefused('No Instagram account is connected in InstantDM', 'connect one there'),
	},
	{
		status: 404,
		sign: '“Ad has no Instagram media”',
		matches: says(/\bno instagram media/),
		...refused('This ad has no Instagram post', 'choose an ad that runs on Instagram'),
	},
	{
		status: 407,
		...allRefused(
			"The proxy that n8n uses doesn't let n8n through",
			"ask your n8n administrator to check the user name and password in n8n's proxy settings",
		),
	},
	{
		status: 408,
		...tryLater('The request to InstantDM timed out', 'try again'),
	},
	{
		status: 413,
		...refused('The request is too large for InstantDM', 'make it shorter'),
	},
	{
		status: 429,
		sign: '“Hourly rate limit reached”',
		matches: says(/\bhour/),
		...tryLater("Your plan's hourly limit is reached", 'try again after the full hour'),
		scope: 'limit',
		hourly: true,
	},
	{
		status: 429,
		...tryLater('InstantDM is limiting the calls of this account', 'try again later'),
		scope: 'limit',
	},
];

/**
 * Whether the documented words of a status are InstantDM's own: then a code in the form of
 * Instagram's is nothing of Instagram's.
 */
export function refusesItself(status: number, said: Said): boolean {
	return (
		(status === 401 && said.says(/\bAPI key\b/)) || (status === 402 && said.says(/\bcredits?\b/))
	);
}

/** What asks to make the same request elsewhere. */
const REDIRECTS = [301, 302, 307, 308];

/**
 * The meaning of a refusal by InstantDM or by something before it, where Instagram itself said
 * nothing. Words that nobody documented concern this item alone, and are told.
 */
export function meaningOfStatus(status: number, said: Said, asked: Asked): Meaning {
	const documented = INSTANTDM_ERRORS.find(
		(refusal) => refusal.status === status && (refusal.matches?.(said) ?? true),
	);
	if (documented === undefined) return undocumented(status, said, asked);
	const { title, advice, scope, retryable, delivery, hourly = false } = documented;
	const left = said.creditsRemaining ? ` (${said.creditsRemaining} left)` : '';
	const meaning = { title: title + left, advice, scope, retryable, delivery, hourly };
	const isInstagrams = sentBy(asked) === 'post' && scope === 'limit' && !hourly;
	return isInstagrams ? ofSeveralSteps(meaning) : meaning;
}

function undocumented(status: number, said: Said, asked: Asked): Meaning {
	const { field, standard } = baseUrlOf(asked);
	const quoted = (meaning: Meaning) => quoting(meaning, 'InstantDM', said.words);
	if (status >= 500) {
		const title = asked.repeatable
			? `InstantDM is unavailable right now (${status})`
			: `InstantDM failed (${status})`;
		return quoted(uncertain(asked, title));
	}
	if (status === 404) {
		return said.isJson || said.words !== null
			? quoted(refused("InstantDM can't find this", adviceOnId(asked)))
			: allRefused(
					'There is no InstantDM API at this URL',
					`check '${field}' in the credential, and that an Instagram account is connected in InstantDM`,
				);
	}
	if (status === 403 && said.words === null) {
		return refused(
			'Access is forbidden',
			'check that your InstantDM plan includes API access and that no firewall blocks n8n',
		);
	}
	if (status >= 400) {
		const advice = status === 403 ? '' : "check this item's fields";
		return quoted(refused(`InstantDM refused this request (${status})`, advice));
	}
	// Of the others, 303 says that the request was processed (RFC 9110, 15.4).
	if (REDIRECTS.includes(status)) {
		return allRefused(`The ${field} redirects`, `set it to ${standard}`);
	}
	if (said.isJson) return quoted(uncertain(asked, `InstantDM reported an error (${status})`));
	if (!asked.repeatable) {
		const meaning = uncertain(asked, `Unexpected response (${status})`);
		return { ...meaning, advice: `check the ${field} in the credential, and ${meaning.advice}` };
	}
	return allRefused(
		`The server at the ${field} isn't InstantDM`,
		`check '${field}' in the credential`,
	);
}

function adviceOnId({ api, about, list }: Asked): string {
	const { field } = baseUrlOf({ api });
	const what =
		about === undefined
			? list === undefined
				? 'the ID'
				: 'that your account is connected in InstantDM'
			: named(about);
	return `check ${what}, and '${field}' in the credential`;
}
