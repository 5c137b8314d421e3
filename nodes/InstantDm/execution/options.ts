import { z } from 'zod';

import { InputError } from '../input/inputError';

// An expression hands a number over as text just as well.
const number = z.union([
	z.number(),
	z
		.string()
		.trim()
		.regex(/^\d+(\.\d+)?$/)
		.transform(Number),
]);

const schema = z.object({
	concurrency: number.pipe(z.number().int().min(1).max(1000)).default(5),
	requestsPerSecond: number.pipe(z.number().min(0).max(1000)).default(0),
	onRateLimit: z.enum(['stop', 'wait']).default('stop'),
	maxWait: number.pipe(z.number().min(0)).default(300),
	splitLongText: z.boolean().default(false),
	timeout: number.pipe(z.number().positive().max(3600)).default(30),
});

/** How a run sends; `maxWait` and `timeout` are seconds. */
export type RunOptions = z.output<typeof schema>;

const fields: Record<keyof RunOptions, { label: string; allowed: string }> = {
	concurrency: { label: 'Recipients at Once', allowed: 'a whole number from 1 to 1000' },
	requestsPerSecond: {
		label: 'Requests per Second',
		allowed: 'a number from 0 (no pacing) to 1000',
	},
	onRateLimit: { label: 'On Rate Limit', allowed: '"stop" or "wait"' },
	maxWait: { label: 'Max Wait', allowed: 'a number of seconds, 0 or more' },
	splitLongText: { label: 'Split Long Text', allowed: 'true or false' },
	timeout: { label: 'Timeout', allowed: 'a number of seconds above 0, at most 3600' },
};

const isField = (name: unknown): name is keyof RunOptions =>
	typeof name === 'string' && name in fields;

/**
 * Reads the Options collection.
 * @throws InputError naming the option
 */
export function parseOptions(raw: unknown): RunOptions {
	const parsed = schema.safeParse(raw);
	if (parsed.success) return parsed.data;
	const name = parsed.error.issues[0]?.path[0];
	if (!isField(name)) {
		throw new InputError('Options', 'is not a set of options', 'remove it and add it again');
	}
	const { label, allowed } = fields[name];
	throw new InputError(label, 'has a value that cannot be used', `set it to ${allowed}`);
}
