import { DEFAULT_BASE_URL, DEFAULT_OPEN_API_BASE_URL } from '../credential';
import type { ApiRequest } from '../request';
import type { Scope } from '../failedCall';
import type { Failure } from '../result';

/** What of a call decides how its failure is told. */
export type Asked = Pick<ApiRequest, 'api' | 'repeatable'>;

/** What went wrong, what to do now, and what it means for the item and the run. */
export interface Meaning extends Pick<Failure, 'title' | 'retryable' | 'delivery'> {
	advice: string;
	scope: Scope;
	/** Whether a limit is InstantDM's hourly one. */
	hourly?: boolean;
}

/** Not done, and the same would be refused again; other items may do better. */
export function refused(title: string, advice: string): Meaning {
	return { title, advice, scope: 'item', retryable: false, delivery: 'notSent' };
}

/** Every further call would be refused as well. */
export function allRefused(title: string, advice: string): Meaning {
	return { ...refused(title, advice), scope: 'run' };
}

/** Not done, and the same may work later. */
export function tryLater(title: string, advice = 'try again later'): Meaning {
	return { ...refused(title, advice), retryable: true };
}

/**
 * Nobody can tell whether it was done. That is said of what sends or publishes; what may be
 * repeated has done no harm and is to be tried again.
 */
export function uncertain({ api, repeatable }: Asked, title: string): Meaning {
	if (repeatable) return tryLater(title);
	const [doubt, advice] =
		api === 'webhook'
			? ['the message may have been sent', 'check the conversation before sending it again']
			: ['it may have worked', 'check in Instagram before running this again'];
	return { ...refused(`${title}; ${doubt}`, advice), delivery: 'unknown' };
}

/** The credential's field that says where the API is, and its default. */
export function baseUrlOf({ api }: Asked): { field: string; standard: string } {
	return api === 'open'
		? { field: 'Open API Base URL', standard: DEFAULT_OPEN_API_BASE_URL }
		: { field: 'Base URL', standard: DEFAULT_BASE_URL };
}
