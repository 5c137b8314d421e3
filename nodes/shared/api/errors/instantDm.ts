import type { ErrorBody } from './errorBody';
import {
	allRefused,
	baseUrlOf,
	refused,
	tryLater,
	uncertain,
	type Asked,
	type Meaning,
} from './meaning';

/**
 * The meaning of a refusal by InstantDM (its documentation, "Error Codes", and its Open API 1.1) or
 * by something before it, where Instagram itself said nothing. What it says tells apart what shares
 * a status.
 */
export function meaningOfStatus(status: number, said: ErrorBody, asked: Asked): Meaning {
	const says = (pattern: RegExp) => said.words !== null && pattern.test(said.words);
	const { field, standard } = baseUrlOf(asked);
	switch (status) {
		case 401:
			return says(/missing/i)
				? allRefused(
						'InstantDM received no API key',
						"check 'API Key' in the credential. If a proxy removes headers, change 'Send API Key As'",
					)
				: allRefused(
						"InstantDM doesn't accept this API key",
						'create a new one in InstantDM under Settings → Integrations → API Keys, and enter it in the credential',
					);
		case 402:
			return allRefused(
				said.creditsRemaining
					? `Your InstantDM account has too few credits (${said.creditsRemaining} left)`
					: 'Your InstantDM account has run out of credits',
				'upgrade the plan or buy top-up credits in InstantDM',
			);
		case 403:
			return forbidden(says, said, asked);
		case 404:
			return notFound(says, said, asked);
		case 408:
			return tryLater('The request to InstantDM timed out', 'try again');
		case 413:
			return refused('The request is too large for InstantDM', 'make it shorter');
		case 429:
			return hourlyLimit(asked);
	}
	if (status >= 500) {
		return uncertain(
			asked,
			asked.repeatable
				? `InstantDM is unavailable right now (${status})`
				: `InstantDM failed (${status})`,
		);
	}
	if (status >= 400) {
		return refused(
			`InstantDM refused this request (${status})`,
			`check this item's fields${said.words === null ? '' : `. InstantDM says: “${said.words}”`}`,
		);
	}
	if (status >= 300) return allRefused(`The ${field} redirects`, `set it to ${standard}`);
	if (said.isJson) return uncertain(asked, `InstantDM reported an error (${status})`);
	if (!asked.repeatable) {
		const meaning = uncertain(asked, `Unexpected response (${status})`);
		return { ...meaning, advice: `check the ${field} in the credential, and ${meaning.advice}` };
	}
	return allRefused(
		`The server at the ${field} isn't InstantDM`,
		`check '${field}' in the credential`,
	);
}

type Says = (pattern: RegExp) => boolean;

function forbidden(says: Says, said: ErrorBody, asked: Asked): Meaning {
	if (said.reconnectRequired || says(/reconnect/i)) {
		return allRefused(
			"InstantDM's connection to your account doesn't allow this",
			'reconnect the account in InstantDM, and grant every permission. For ads, connect Instagram through Facebook Login',
		);
	}
	if (said.upgradeRequired || says(/plan|upgrade/i)) {
		return allRefused(
			asked.api === 'open'
				? "Your InstantDM plan doesn't include this"
				: "Your InstantDM plan doesn't include API access",
			'upgrade the plan in InstantDM',
		);
	}
	return allRefused(
		'Access is forbidden',
		'check that your InstantDM plan includes API access and that no firewall blocks n8n',
	);
}

function notFound(says: Says, said: ErrorBody, asked: Asked): Meaning {
	const { field } = baseUrlOf(asked);
	if (says(/no instagram media/i)) {
		return refused('This ad has no Instagram post', 'choose an ad that runs on Instagram');
	}
	const notConnected = asked.api === 'open' ? /token|connect/i : /token|connect|instagram/i;
	if (says(notConnected)) {
		return allRefused(
			says(/facebook|page/i)
				? 'No Facebook Page is connected in InstantDM'
				: 'No Instagram account is connected in InstantDM',
			'connect one there',
		);
	}
	if (asked.api === 'open' && said.isJson) {
		return refused("InstantDM can't find this", `check the ID, and '${field}' in the credential`);
	}
	return allRefused(
		'There is no InstantDM API at this URL',
		`check '${field}' in the credential, and that an Instagram account is connected in InstantDM`,
	);
}

function hourlyLimit({ repeatable }: Asked): Meaning {
	return {
		...tryLater(
			"Your plan's hourly limit is reached",
			repeatable
				? 'try again after the full hour'
				: "try again after the full hour, or set 'On Rate Limit' to 'Wait' and 'Max Wait' to 3600",
		),
		scope: 'limit',
		hourly: true,
	};
}
