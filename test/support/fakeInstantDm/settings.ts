import { z } from 'zod';

const count = z.number().int().nonnegative().nullable().default(null);

/** The stored connections that the Open API's routes need. */
const connections = ['ig_user', 'fb_page', 'fb_user'] as const;
export type Connection = (typeof connections)[number];

/** What a fake InstantDM can be told at its start or, but for the keys of memory, while it runs. */
export const settingsSchema = z
	.object({
		/** API keys that are good. */
		keys: z.array(z.string()).readonly().default(['test-key']),
		/** Whether the plan includes the API; without it 403. */
		apiInPlan: z.boolean().default(true),
		/** What is connected; without it 404, or 403 where Facebook Login is what lacks. */
		connections: z.array(z.enum(connections)).readonly().default(connections),
		/** Messages for each clock hour, then 429; null: no limit. */
		hourlyLimit: count,
		/** How long such an hour lasts, for tests that cannot wait for one. */
		hourSeconds: z.number().positive().default(3600),
		/** Whether a 429 says in Retry-After when the hour is over; InstantDM documents none. */
		retryAfter: z.boolean().default(false),
		/** Messages left to pay with, then 402; null: no limit. */
		credits: count,
		/** Milliseconds until the answer: always the same, or drawn evenly from a seeded source. */
		latency: z
			.union([
				z.number().nonnegative(),
				z.object({ min: z.number(), max: z.number(), seed: z.number().int() }),
			])
			.default(0),
		/** The connected Instagram account; `graphId` is its id in the Open API's elements if another. */
		account: z
			.object({ id: z.string(), username: z.string(), graphId: z.string().optional() })
			.default({ id: '17841432111391196', username: 'our_shop' }),
		/** Where Instagram's own echo of every reply and message is delivered to. */
		mirror: z
			.object({ url: z.string().url(), secret: z.string().optional() })
			.nullable()
			.default(null),
		/**
		 * Where this machine serves public origins: `{ 'https://n8n.example.com': 'http://127.0.0.1:5678' }`.
		 * Instagram downloads the files of messages there, and from nowhere else.
		 */
		servedAt: z.record(z.string().url()).default({}),
		/** Elements on a page of the Open API's lists. */
		pageSize: z.number().int().positive().default(25),
		/**
		 * How a list ends. `documented`: the last page has no cursor or, on routes that pass on all of
		 * `paging`, no `next`; a list of one page has no `paging`. `empty`: every page has a cursor and the one after the last is empty.
		 * `repeats`: the last page's cursor leads to that page again.
		 */
		lastPage: z.enum(['documented', 'empty', 'repeats']).default('documented'),
		/** Meta's documentation of today has the newest comment first; older answers had it last. */
		commentOrder: z.enum(['newestFirst', 'oldestFirst']).default('newestFirst'),
		/** Whether the Open API's answers have ids as bare numbers, too long for JavaScript. */
		bareIds: z.boolean().default(false),
		/** Fields that the Open API's elements lack, at any depth. */
		omit: z.array(z.string()).readonly().default([]),
		/** How often `/publish_post` says that a video is still being processed. */
		processingCalls: z.number().int().nonnegative().default(0),
	})
	.strict();

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
