import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { option, parameter, type ValueOf } from '../../shared/parameters/parameter';
import { number } from '../../shared/parameters/schemas';

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
			'Maximum number of people or comments handled at the same time. Items for the same person or comment are sent in order.',
	},
	true,
);

const maxWait = numberOption({
	displayName: 'Max Wait (Seconds)',
	name: 'maxWait',
	typeOptions: { minValue: 0 },
	default: 300,
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
		"Maximum seconds to wait for a response. A message without a response may have been delivered, so it isn't resent automatically.",
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
		description: "What to do when InstantDM's or Instagram's rate limit is reached",
	},
	z.enum(['stop', 'wait']),
);

const splitLongText = option(
	{
		displayName: 'Split Long Text',
		name: 'splitLongText',
		type: 'boolean',
		displayOptions: {
			show: { '/resource': ['message'], '/operation': ['send'], '/messageType': ['text'] },
		},
		default: false,
		description:
			'Whether to split a text that is too long into several messages. Direct messages only.',
	},
	z.boolean(),
);

const waitUntilPublished = option(
	{
		displayName: 'Wait Until Published',
		name: 'waitUntilPublished',
		type: 'boolean',
		displayOptions: { show: { '/operation': PUBLISHING } },
		default: true,
		description:
			'Whether to wait until Instagram has processed a video and published it. If off, the output holds the container_id to publish it with later.',
	},
	z.boolean(),
);

/** The Options collection; the defaults suit a handful of items at a time. */
export const options = parameter(
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		// In the order of their labels.
		options: [
			limitWaitTime.property,
			maxWaitForLimits,
			maxWaitForPost,
			onRateLimit.property,
			concurrency.property,
			requestsPerSecond.property,
			splitLongText.property,
			timeout.property,
			waitUntilPublished.property,
		],
	},
	z.object({
		limitWaitTime: limitWaitTime.schema,
		concurrency: concurrency.schema,
		requestsPerSecond: requestsPerSecond.schema,
		onRateLimit: onRateLimit.schema,
		maxWait: maxWait.schema,
		splitLongText: splitLongText.schema,
		timeout: timeout.schema,
		waitUntilPublished: waitUntilPublished.schema,
	}),
);

/** How a run goes about its calls; `maxWait` and `timeout` are seconds. */
export type RunOptions = ValueOf<typeof options>;
