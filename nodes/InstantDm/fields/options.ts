import { sortBy } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { option, type Parameter, type ReadParameter } from '../../shared/parameters/parameter';
import { number, optional, text } from '../../shared/parameters/schemas';

import { limitWaitTime } from './limitWaitTime';

/** An option that is a number, with the limits of its form. */
const numberOption = (
	property: Omit<INodeProperties, 'type'> & { typeOptions: { minValue: number } },
	isWhole = false,
) => option({ ...property, type: 'number' }, number(property.typeOptions, isWhole));

const concurrency = numberOption(
	{
		displayName: 'Recipients at Once',
		name: 'concurrency',
		typeOptions: { minValue: 1, maxValue: 1000 },
		default: 5,
		description:
			'Maximum number of people or comments handled at the same time in one run. Items for the same person or comment are sent in order.',
	},
	true,
);

const maxWait = numberOption({
	displayName: 'Max Wait (Seconds)',
	name: 'maxWait',
	typeOptions: { minValue: 0 },
	default: 300,
	description:
		'Maximum seconds that a call of the run waits for its turn: for the pace and for rate limits. Use 3600 to wait out an hourly limit.',
});

const maxWaitForPost: INodeProperties = {
	...maxWait.property,
	description: 'Maximum seconds to wait in one run until Instagram has processed the posts',
};

const requestsPerSecond = numberOption({
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	typeOptions: { minValue: 0, maxValue: 1000 },
	default: 0,
	description:
		'Maximum calls per second, over all executions of this account that set it. 0 means no limit.',
});

const timeout = numberOption({
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	typeOptions: { minValue: 0.1, maxValue: 3600 },
	default: 30,
	description:
		"Maximum seconds that a call of the run may take. A message without a response may have been delivered, so it isn't resent automatically.",
});

const onRateLimit = option(
	{
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
		description: "What a run does when InstantDM's or Instagram's rate limit is reached",
	},
	z.enum(['stop', 'wait']),
);

export const splitLongText = option(
	{
		displayName: 'Split Long Text',
		name: 'splitLongText',
		type: 'boolean',
		displayOptions: { show: { '/messageType': ['text'] } },
		default: false,
		description:
			'Whether to split a text that is too long into several messages, 10 at most. Direct messages only.',
	},
	z.boolean(),
);

export const waitUntilPublished = option(
	{
		displayName: 'Wait Until Published',
		name: 'waitUntilPublished',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until Instagram has processed a video and published it. If off, the output holds the container_id to publish it with later.',
	},
	z.boolean(),
);

export const commentTextAlternatives = option<string[]>(
	{
		displayName: 'Public Reply Alternatives',
		name: 'commentTextAlternatives',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Alternative' },
		default: [],
		placeholder: 'e.g. Thank you! We sent you a message',
		description:
			'Other texts for the public reply. For each item one of them or the Public Reply is posted, at random, because Instagram hides comments that repeat.',
	},
	z.preprocess(
		(given) => [given ?? []].flat(),
		z
			.array(optional(text('enter a text')))
			.transform((given) => given.filter((one) => one !== undefined)),
	),
);

/** A form's Options, in the order of their labels. */
function collection(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: sortBy(options, 'displayName'),
	};
}

/** The Options of what only reads. */
export const readingOptions = collection([timeout.property]);

/** The Options of what is sent to several people or comments; the defaults suit a handful of items. */
export const sendingOptions = (...own: Parameter<unknown>[]): INodeProperties =>
	collection(
		[maxWait, onRateLimit, concurrency, requestsPerSecond, timeout, ...own].map(
			({ property }) => property,
		),
	);

/** The Options of what publishes a post. */
export const publishingOptions = collection([
	maxWaitForPost,
	timeout.property,
	waitUntilPublished.property,
]);

/** The Options of what is sent to one person and waited for. */
export const waitingOptions = collection(
	[limitWaitTime, maxWait, onRateLimit, requestsPerSecond, timeout].map(({ property }) => property),
);

/**
 * How a run goes about its calls, as its first item has it; `maxWait` and `timeout` are seconds.
 * What an operation doesn't offer has its default.
 * @throws InputError naming the option
 */
export function readRunOptions(read: ReadParameter) {
	return {
		concurrency: concurrency.from(read),
		requestsPerSecond: requestsPerSecond.from(read),
		onRateLimit: onRateLimit.from(read),
		maxWait: maxWait.from(read),
		timeout: timeout.from(read),
	};
}

export type RunOptions = ReturnType<typeof readRunOptions>;
