import { z } from 'zod';

import { EVENT_NAMES, isEventName } from '../../shared/events/index';
import { optionsSchema } from './options';

export const settingsSchema = z.object({
	events: z
		.array(z.string().refine(isEventName, 'must include only events of InstantDM'))
		.nonempty('must include at least one event')
		.transform((chosen) => EVENT_NAMES.filter((event) => chosen.includes(event))),
	outputMode: z.enum(['single', 'perEvent']),
	verifySignature: z.boolean(),
	simplify: z.boolean(),
	options: optionsSchema,
});

/** The node's parameters, defaults filled in, events in the order of the outputs. */
export type Settings = z.infer<typeof settingsSchema>;
