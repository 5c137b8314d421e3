import { z } from 'zod';

import { documentedErrors, type DocumentedError } from './documentedErrors';

const named = z.custom<DocumentedError>(
	(value) => typeof value === 'string' && value in documentedErrors,
	'is not an error of the documentation',
);
/** Whether the message reached the person all the same. */
const delivered = z.boolean().default(false);

/**
 * One thing that goes wrong.
 * - `documented`: an error of InstantDM's table, 429 with Retry-After on wish
 * - `instagram`: an error of Instagram's, passed through
 * - `answer`: any status and body, for garbage, HTML pages and 5xx
 * - `reset`: the connection breaks, before the body is read or (`delivered`) after it was sent on
 * - `hang`: no answer, ever
 * - `slow`: the ordinary answer, so many milliseconds later
 */
export const failureSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('documented'),
		error: named,
		retryAfter: z.union([z.string(), z.number()]).optional(),
	}),
	z.object({
		kind: z.literal('instagram'),
		code: z.number(),
		subcode: z.number().optional(),
		message: z.string().default('An Instagram error'),
		status: z.number().default(400),
		delivered,
	}),
	z.object({
		kind: z.literal('answer'),
		status: z.number(),
		body: z.string(),
		headers: z.record(z.string()).default({}),
		delivered,
	}),
	z.object({ kind: z.literal('reset'), delivered }),
	z.object({ kind: z.literal('hang'), delivered }),
	z.object({ kind: z.literal('slow'), ms: z.number() }),
]);

/** As a test writes it. */
export type Failure = z.input<typeof failureSchema>;
/** With its defaults. */
export type KnownFailure = z.output<typeof failureSchema>;

/**
 * Which calls it strikes: the next `times` (1), those from call number `call` on, those of a path
 * ("/ig_comments"), those to one person or about one post.
 */
export const occasionSchema = z.object({
	call: z.number().int().positive().optional(),
	path: z.string().optional(),
	to: z.string().optional(),
	times: z.number().int().positive().or(z.literal('always')).default(1),
});
export type Occasion = z.input<typeof occasionSchema>;

interface Planned {
	failure: KnownFailure;
	call: number;
	path: string | undefined;
	to: string | undefined;
	left: number;
}

/** The failures to come; each is used up call by call, first planned first served. */
export class FailurePlan {
	private planned: Planned[] = [];

	add(failure: Failure, occasion: Occasion = {}): void {
		const { call = 1, path, to, times } = occasionSchema.parse(occasion);
		const left = times === 'always' ? Infinity : times;
		this.planned.push({ failure: failureSchema.parse(failure), call, path, to, left });
	}

	/** What strikes this call, known by number and path alone while it is unread (`to` absent). */
	take(call: number, path: string, to?: string): KnownFailure | undefined {
		const hit = this.planned.find(
			(plan) => plan.call <= call && (plan.path ?? path) === path && plan.to === to,
		);
		if (!hit) return undefined;
		hit.left -= 1;
		if (hit.left <= 0) this.planned = this.planned.filter((plan) => plan !== hit);
		return hit.failure;
	}

	clear(): void {
		this.planned = [];
	}
}
