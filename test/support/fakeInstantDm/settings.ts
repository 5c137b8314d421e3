import { z } from 'zod';

import { errorShapes } from './documentedErrors';
import { textLimits } from './message';

const count = z.number().int().nonnegative().nullable().default(null);

/** What a fake InstantDM can be told at its start or, but for the keys of memory, while it runs. */
export const settingsSchema = z
	.object({
		/** API keys that are good. */
		keys: z.array(z.string()).default(['test-key']),
		/** Whether the plan includes the API; without it 403. */
		apiInPlan: z.boolean().default(true),
		/** Whether an Instagram account is connected; without one 404. */
		instagramConnected: z.boolean().default(true),
		/** Messages for each clock hour, then 429; null: no limit. */
		hourlyLimit: count,
		/** Messages left to pay with, then 402; null: no limit. */
		credits: count,
		/** Milliseconds until the answer: always the same, or drawn evenly from a seeded source. */
		latency: z
			.union([
				z.number().nonnegative(),
				z.object({ min: z.number(), max: z.number(), seed: z.number().int() }),
			])
			.default(0),
		/** How InstantDM's own errors are wrapped; undocumented. */
		errorShape: z.enum(errorShapes).default('error'),
		/** What the limit of 1000 counts in a message's text. */
		textLimit: z.enum(textLimits).default('characters'),
		/** Instagram allows one private reply for each comment; its error code is unverified. */
		secondPrivateReply: z.enum(['refuse', 'accept']).default('refuse'),
		/** The connected Instagram account. */
		account: z
			.object({ id: z.string(), username: z.string() })
			.default({ id: '17841432111391196', username: 'our_shop' }),
		/** Where Instagram's own echo of every reply and message is delivered to. */
		mirror: z
			.object({ url: z.string().url(), secret: z.string().optional() })
			.nullable()
			.default(null),
	})
	.strict();

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
