import { z } from 'zod';

/** One call that reached the fake InstantDM, whatever became of it. */
export const ledgerEntrySchema = z.object({
	/** In order of arrival, from 1. */
	call: z.number(),
	/** ISO 8601, by the fake InstantDM's clock. */
	at: z.string(),
	/** How many calls were open when this one arrived, itself included. */
	open: z.number(),
	/** How many connections were open when this one arrived, its own included. */
	connections: z.number(),
	api: z.enum(['webhook', 'open']),
	method: z.string(),
	/** Below the API's base URL. */
	path: z.string(),
	query: z.record(z.unknown()),
	auth: z.enum(['authorization', 'xApiKey', 'both', 'none']),
	/** Without those that carry the key. */
	headers: z.record(z.string()),
	/** The JSON as received; null where the body was not read or is none. */
	body: z.unknown(),
	/** What the call does for a person; null where it only reads or sets. */
	action: z.enum(['post_comment', 'send_message']).nullable(),
	/** The recipient_id or comment_id; what a call that reads asks about. */
	to: z.string().nullable(),
	/** Whether the person got it. */
	delivered: z.boolean(),
	/** The comment, message or post it became, where it was delivered. */
	id: z.string().nullable(),
	/** Null while, or because, no answer was sent. */
	status: z.number().nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** What reached whom, how often and in which order. */
export class Ledger {
	constructor(readonly entries: LedgerEntry[] = []) {}

	/** The calls of a path ("/ig_posts"), in order. */
	of(path: string): LedgerEntry[] {
		return this.entries.filter((entry) => entry.path === path);
	}

	/** The calls whose message arrived, in order; to one person or comment, or to all. */
	delivered(to?: string): LedgerEntry[] {
		return this.entries.filter((entry) => entry.delivered && (to ?? entry.to) === entry.to);
	}

	/** The ids that were reached, in order, as often as they were reached. */
	reached(): string[] {
		return this.delivered().flatMap(({ to }) => (to === null ? [] : [to]));
	}

	/** The request bodies that got as far as being read, in order. */
	bodies(): unknown[] {
		return this.entries.map(({ body }) => body).filter((body) => body !== null);
	}

	/** The most connections that were open at the same time. */
	mostConnections(): number {
		return Math.max(0, ...this.entries.map(({ connections }) => connections));
	}

	/** The most calls that were open at the same time. */
	mostOpen(): number {
		return Math.max(0, ...this.entries.map(({ open }) => open));
	}
}
