import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { check, inputMessage } from '../input/inputError';
import { number, type Range } from '../input/schemas';

interface OfNumber {
	label: string;
	name: string;
	range: Range;
	standard: number;
	description: string;
}

/** An option that is a number, with the limits of its form. */
function numberOption({ label, name, range, standard, description }: OfNumber) {
	const { unit, min, max } = range;
	const property: INodeProperties = {
		displayName: unit === 'seconds' ? `${label} (Seconds)` : label,
		name,
		type: 'number',
		typeOptions: { minValue: min, ...(max !== undefined && { maxValue: max }) },
		default: standard,
		description,
	};
	return { property, schema: number(label, range).default(standard) };
}

const concurrency = numberOption({
	label: 'Recipients at Once',
	name: 'concurrency',
	range: { min: 1, max: 1000, isWhole: true },
	standard: 5,
	description:
		'Maximum number of people or comments handled at the same time. Items for the same person or comment are sent in order.',
});

const maxWait = numberOption({
	label: 'Max Wait',
	name: 'maxWait',
	range: { min: 0, unit: 'seconds' },
	standard: 300,
	description:
		'Maximum seconds that a call waits for its turn: for the pace and for rate limits. Use 3600 to wait out an hourly limit.',
});

const PUBLISHING = ['create', 'publish'];

/** Two meanings: waiting for a turn, or for a post. */
const maxWaitForLimits: INodeProperties = {
	...maxWait.property,
	displayOptions: { hide: { '/operation': PUBLISHING } },
};
const maxWaitForPost: INodeProperties = {
	...maxWait.property,
	displayOptions: { show: { '/operation': PUBLISHING } },
	description: 'Maximum seconds to wait until Instagram has processed the post, or for rate limits',
};

const requestsPerSecond = numberOption({
	label: 'Requests per Second',
	name: 'requestsPerSecond',
	range: { min: 0, max: 1000 },
	standard: 0,
	description:
		'Maximum calls per second, over all executions of this account that set it. 0 means no limit.',
});

const timeout = numberOption({
	label: 'Timeout',
	name: 'timeout',
	range: { min: 0.1, max: 3600, unit: 'seconds' },
	standard: 30,
	description:
		"Maximum seconds to wait for a response. A message without a response may have been delivered, so it isn't resent automatically.",
});

const onRateLimit = {
	property: {
		displayName: 'On Rate Limit',
		name: 'onRateLimit',
		type: 'options',
		options: [
			{
				name: 'Stop',
				value: 'stop',
				description: 'Stop sending. Remaining items fail and can be sent later.',
			},
			{
				name: 'Wait',
				value: 'wait',
				description: 'Wait until the limit resets (up to Max Wait), then continue',
			},
		],
		default: 'stop',
		description: "What to do when InstantDM's or Instagram's rate limit is reached",
	} as INodeProperties,
	schema: z
		.enum(['stop', 'wait'], {
			message: inputMessage('On Rate Limit', "isn't valid", 'set it to "stop" or "wait"'),
		})
		.default('stop'),
};

const splitLongText = {
	property: {
		displayName: 'Split Long Text',
		name: 'splitLongText',
		type: 'boolean',
		displayOptions: {
			show: { '/resource': ['message'], '/operation': ['send'], '/messageType': ['text'] },
		},
		default: false,
		description:
			'Whether to split a text that is too long into several messages. Direct messages only.',
	} as INodeProperties,
	schema: z
		.boolean({ message: inputMessage('Split Long Text', "isn't valid", 'turn it on or off') })
		.default(false),
};

const waitUntilPublished = {
	property: {
		displayName: 'Wait Until Published',
		name: 'waitUntilPublished',
		type: 'boolean',
		displayOptions: { show: { '/operation': PUBLISHING } },
		default: true,
		description:
			'Whether to wait until Instagram has processed a video and published it. If off, the output holds the container_id to publish it with later.',
	} as INodeProperties,
	schema: z
		.boolean({ message: inputMessage('Wait Until Published', "isn't valid", 'turn it on or off') })
		.default(true),
};

const schema = z.object(
	{
		concurrency: concurrency.schema,
		requestsPerSecond: requestsPerSecond.schema,
		onRateLimit: onRateLimit.schema,
		maxWait: maxWait.schema,
		splitLongText: splitLongText.schema,
		timeout: timeout.schema,
		waitUntilPublished: waitUntilPublished.schema,
	},
	{ message: inputMessage('Options', "isn't valid", 'remove it and add it again') },
);

/** How a run goes about its calls; `maxWait` and `timeout` are seconds. */
export type RunOptions = z.output<typeof schema>;

/** The Options collection; the defaults suit a handful of items at a time. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	// In the order of their labels.
	options: [
		maxWaitForLimits,
		maxWaitForPost,
		onRateLimit.property,
		concurrency.property,
		requestsPerSecond.property,
		splitLongText.property,
		timeout.property,
		waitUntilPublished.property,
	],
};

/**
 * Reads the Options collection.
 * @throws InputError naming the option
 */
export function parseOptions(raw: unknown): RunOptions {
	return check(schema, raw);
}
