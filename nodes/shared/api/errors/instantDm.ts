import type { FailureKind } from '../result';
import type { ErrorBody } from './errorBody';

/** What an HTTP status means where Instagram itself said nothing. */
interface StatusMeaning {
	/** One sentence: what happened and what to do. */
	error: string;
	kind: FailureKind;
	retryable: boolean;
}

const item = (error: string): StatusMeaning => ({
	error,
	kind: { kind: 'item' },
	retryable: false,
});

const run = (error: string): StatusMeaning => ({ ...item(error), kind: { kind: 'run' } });

const hourlyLimit: StatusMeaning = {
	error:
		'The hourly limit of your InstantDM plan (2,000 or 20,000 calls) is reached: try again after the top of the hour, or set On Rate Limit to Wait',
	kind: { kind: 'limit', retryAfterSeconds: null, hourly: true },
	retryable: true,
};

const missingKey = run(
	'No API key reached InstantDM: check the API Key in the credential, and choose the other header under Send API Key As if something in between removes the first',
);
const unknownKey = run(
	'InstantDM does not accept this API key: copy it again into the credential from InstantDM under Settings → Integrations → API Keys',
);
const planWithoutApi = run(
	'Your InstantDM plan does not include API access: upgrade the plan in InstantDM',
);
const forbidden = run(
	'Access is forbidden: check that your InstantDM plan includes API access and that no firewall stands between n8n and the Base URL in the credential',
);
const noInstagramAccount = run('No Instagram account is connected in InstantDM: connect one there');
const nothingThere = run(
	'There is no InstantDM API at this address: check the Base URL in the credential, and that an Instagram account is connected in InstantDM',
);

/**
 * The meaning of a refusal by InstantDM (its documentation, "Error Codes") or by something on the
 * way to it. The words tell apart what shares a status.
 */
export function meaningOfStatus(status: number, words: ErrorBody['words']): StatusMeaning {
	const says = (pattern: RegExp) => words !== null && pattern.test(words);
	switch (status) {
		case 401:
			return says(/missing/i) ? missingKey : unknownKey;
		case 402:
			return run(
				'Your InstantDM account has run out of credits: upgrade the plan or buy top-up credits in InstantDM',
			);
		case 403:
			return says(/plan/i) ? planWithoutApi : forbidden;
		case 404:
			return says(/access token|instagram/i) ? noInstagramAccount : nothingThere;
		case 408:
			return {
				...item('InstantDM did not receive the whole request in time: try again'),
				retryable: true,
			};
		case 413:
			return item('The message is too large for InstantDM: make it shorter');
		case 429:
			return hourlyLimit;
	}
	if (status >= 500) {
		return item(
			`InstantDM answered with a server error (${status}) and the message may have been sent: look at the conversation before you send it again`,
		);
	}
	if (status >= 400) {
		return item(
			`InstantDM refused the request (${status}): see its own words in the details and check this item’s fields`,
		);
	}
	if (status >= 300) {
		return run(
			'The Base URL in the credential answers with a redirect: enter the address that it leads to',
		);
	}
	return item(
		`The answer (${status}) is not one that InstantDM gives and the message may have been sent: check the Base URL in the credential and look at the conversation before you send it again`,
	);
}
