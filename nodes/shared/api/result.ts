import { upperFirst } from 'lodash';
import { z } from 'zod';

const instagramErrorSchema = z.object({
	code: z.number().nullable(),
	subcode: z.number().nullable(),
	message: z.string().nullable(),
	traceId: z.string().nullable(),
});

/** What Instagram itself said when it refused, passed on by InstantDM. */
export type InstagramError = z.infer<typeof instagramErrorSchema>;

/** Why an item failed, in the words that a failed item carries in its json. JSON only. */
const failureSchema = z.object({
	/** What happened, in a few words: the title of n8n's error panel. */
	title: z.string(),
	/** What to do now, as it follows a colon; null where there is nothing to do. */
	advice: z.string().nullable(),
	/** More for the error panel: what InstantDM, Instagram or the network said. */
	details: z.string().nullable(),
	/** The HTTP status as n8n writes it, or null where there was no response. */
	httpCode: z.string().nullable(),
	/** True when running the item again later, with nothing changed, is safe and may work. */
	retryable: z.boolean(),
	/**
	 * From when on running it again may work, as ISO 8601 in UTC. A run sets it for each item that is
	 * `retryable`; until then, and for all others, it is null.
	 */
	retryAt: z.string().nullable(),
	/** Whether what a failed item was to send reached the recipient. */
	delivery: z.enum(['notSent', 'partial', 'unknown']),
	instagram: instagramErrorSchema.nullable(),
});

export type Failure = z.infer<typeof failureSchema>;

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
