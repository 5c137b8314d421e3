import { DEFAULT_BASE_URL, DEFAULT_OPEN_API_BASE_URL } from '../credential';
import type { Scope } from '../failedCall';
import type { ApiRequest } from '../request';
import { sentences, type Failure } from '../result';

/** What of a call decides how its failure is told. */
export type Asked = Pick<ApiRequest, 'api' | 'path' | 'body' | 'repeatable' | 'about' | 'list'>;

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

/** What a call that is not repeatable leaves on Instagram. */
type Sent = 'message' | 'comment' | 'post' | 'flow' | 'other';

const DOUBTS: Record<Sent, [doubt: string, advice: string]> = {
	message: ['the message may have been sent', 'check the conversation before sending it again'],
	comment: ['the comment may have been posted', 'check the comments before posting it again'],
	post: ['the post may have been published', 'look at the profile before publishing it again'],
	flow: ['the flow may have started', 'check the conversation before starting it again'],
	other: ['it may have worked', 'check in Instagram before running this again'],
};

/** What a call sends, by its path and action. */
export function sentBy({ api, path, body }: Asked): Sent {
	if (/^\/(?:create|publish)_post$/.test(path)) return 'post';
	if (path === '/trigger_flow') return 'flow';
	const isComment = body !== undefined && 'action' in body && body.action === 'post_comment';
	if (isComment || path === '/fb_page_comment_reply') return 'comment';
	return api === 'webhook' ? 'message' : 'other';
}

/**
 * Nobody can tell whether it was done. That is said of what sends or publishes; what may be
 * repeated has done no harm and is to be tried again.
 */
export function uncertain(asked: Asked, title: string): Meaning {
	if (asked.repeatable) return tryLater(title);
	const [doubt, advice] = DOUBTS[sentBy(asked)];
	return { ...refused(`${title}; ${doubt}`, advice), delivery: 'unknown' };
}

/**
 * Of a route of several steps (create, wait, publish) an error of Instagram's proves nothing: the
 * step before it may have published. Even a limit is never followed by another try.
 */
export function ofSeveralSteps({ title, advice, scope }: Meaning): Meaning {
	return {
		title,
		advice: `look at the profile first, the post may be there. Then ${advice}`,
		scope: scope === 'limit' ? 'run' : scope,
		retryable: false,
		delivery: 'unknown',
	};
}

/** A meaning with the server's own words, fit to be shown, at its end. */
export function quoting(meaning: Meaning, who: string, words: string | null): Meaning {
	if (words === null) return meaning;
	const advice = sentences(meaning.advice, `${who} says: “${words}”`);
	return { ...meaning, advice };
}

/** The credential's field that says where the API is, and its default. */
export function baseUrlOf({ api }: Pick<Asked, 'api'>): { field: string; standard: string } {
	return api === 'open'
		? { field: 'Open API Base URL', standard: DEFAULT_OPEN_API_BASE_URL }
		: { field: 'Base URL', standard: DEFAULT_BASE_URL };
}

/** Fields as they are named in advice: `'Flow ID' and 'Recipient ID'`. */
export function named(labels: readonly string[]): string {
	return labels.map((label) => `'${label}'`).join(' and ');
}
