import { z } from 'zod';

import { EVENT_NAMES, isEventName } from '../../shared/events/index';
import { SetupError } from '../../shared/filters/setupError';
import { optionsSchema } from './options';

const settings = z.object({
	events: z
		.array(z.string().refine(isEventName, 'there is no such event'))
		.nonempty('choose at least one event')
		.transform((chosen) => EVENT_NAMES.filter((event) => chosen.includes(event))),
	outputMode: z.enum(['single', 'perEvent']),
	verifySignature: z.boolean(),
	simplify: z.boolean(),
	options: optionsSchema,
});

/** The node's parameters, defaults filled in, events in the order of the outputs. */
export type Settings = z.infer<typeof settings>;

/**
 * @param parameters as n8n hands them out: expressions may have turned them into anything
 * @throws SetupError naming the setting
 */
export function parseSettings(parameters: Record<keyof Settings, unknown>): Settings {
	const parsed = settings.safeParse(parameters);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const setting = issue?.path.filter((step) => typeof step === 'string').join('.') ?? 'settings';
	throw new SetupError(
		`The setting "${setting}" cannot be used: ${issue?.message ?? 'unknown value'}`,
		'Open the trigger, set it again, and publish the workflow once more.',
	);
}
