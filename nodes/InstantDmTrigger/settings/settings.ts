import { z } from 'zod';

import { EVENTS } from '../../shared/events/names';
import { MESSAGE_KINDS, WRITTEN_KINDS } from '../../shared/events/messageKind';
import { SetupError } from '../../shared/filters/setupError';

/** Several values typed into one field, separated by commas or line breaks. */
const list = z.coerce
	.string()
	.default('')
	.transform((text) => entries(text, /[,\r\n]/));

const options = z.object({
	commentKind: z.enum(['all', 'topLevel', 'replies']).default('all'),
	deduplicate: z.boolean().default(true),
	ignoreOwnActivity: z.boolean().default(true),
	includePayload: z.boolean().default(false),
	keywordMatch: z.enum(['contains', 'word', 'exact', 'startsWith', 'regex']).default('contains'),
	keywords: z.coerce.string().default(''),
	maxAge: z.coerce.number().nonnegative().default(0),
	mediaIds: list.pipe(z.array(z.string().regex(/^\d+$/, 'a media ID consists of digits'))),
	messageKinds: z.array(z.enum(MESSAGE_KINDS)).default([...WRITTEN_KINDS]),
});

const settings = z.object({
	events: z
		.array(z.enum(EVENTS))
		.nonempty('choose at least one event')
		.transform((chosen) => EVENTS.filter((event) => chosen.includes(event))),
	outputMode: z.enum(['single', 'perEvent']),
	verifySignature: z.boolean(),
	simplify: z.boolean(),
	options,
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

/** The pieces of what a person typed, without blanks around them and without empty ones. */
export function entries(text: string, separator: RegExp): string[] {
	return text
		.split(separator)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}
