import { upperFirst } from 'lodash';

/** What Instagram itself said when it refused, passed on by InstantDM. */
export interface InstagramError {
	code: number | null;
	subcode: number | null;
	message: string | null;
	traceId: string | null;
}

/** Why an item failed, in the words that a failed item carries in its json. JSON only. */
export interface Failure {
	/** What happened, in a few words: the title of n8n's error panel. */
	title: string;
	/** What to do now, as it follows a colon; null where there is nothing to do. */
	advice: string | null;
	/** More for the error panel: what InstantDM, Instagram or the network said. */
	details: string | null;
	/** The HTTP status as n8n writes it, or null where there was no response. */
	httpCode: string | null;
	/** True when running the item again later, with nothing changed, is safe and may work. */
	retryable: boolean;
	/**
	 * From when on running it again may work, as ISO 8601 in UTC. A run sets it for each item that is
	 * `retryable`; until then, and for all others, it is null.
	 */
	retryAt: string | null;
	/** Whether what a failed item was to send reached the recipient. */
	delivery: 'notSent' | 'partial' | 'unknown';
	instagram: InstagramError | null;
}

/** A failure in one sentence: what happened and, after a colon, what to do. */
export function sentenceOf({ title, advice }: Pick<Failure, 'title' | 'advice'>): string {
	return advice === null ? title : `${title}: ${advice}`;
}

/** What n8n's error panel shows below the title: what to do, who said what, and a note. */
export function descriptionOf({ advice, details }: Failure, note: string | null = null): string {
	return sentences(upperFirst(advice ?? ''), details, note);
}

/** Puts sentences together, whether or not they end with a full stop. */
export function sentences(...parts: (string | null)[]): string {
	return parts
		.flatMap((part) => part ?? [])
		.filter((part) => part !== '')
		.map((part) => (/[.!?…”]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
