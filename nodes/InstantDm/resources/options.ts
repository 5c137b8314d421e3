import type { INodeProperties } from 'n8n-workflow';

import { textFormat } from '../messageFormats/text';
import { send } from './message/send';

/** How the items are sent; the defaults suit a handful of items at a time. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Max Wait',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 300,
			description:
				'How many seconds the whole run may spend waiting for rate limits when On Rate Limit is Wait. An hourly limit takes up to 3600.',
		},
		{
			displayName: 'On Rate Limit',
			name: 'onRateLimit',
			type: 'options',
			options: [
				{
					name: 'Stop',
					value: 'stop',
					description: 'Send nothing more; the items left fail and can be sent again later',
				},
				{
					name: 'Wait',
					value: 'wait',
					description: 'Wait until the limit ends, at most Max Wait, then go on',
				},
			],
			default: 'stop',
			description: 'What to do when InstantDM’s hourly limit or Instagram’s throttle is reached',
		},
		{
			displayName: 'Recipients at Once',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 5,
			description:
				'How many people or comments to serve at the same time. Items for the same one always go out one after the other, in order.',
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1000 },
			default: 0,
			description: 'A steady pace for the calls to InstantDM; 0 sets none',
		},
		{
			displayName: 'Split Long Text',
			name: 'splitLongText',
			type: 'boolean',
			displayOptions: {
				show: { '/operation': [send.value], '/messageType': [textFormat.value] },
			},
			default: false,
			description:
				'Whether to send a text that is too long for Instagram as several messages, cut between paragraphs, sentences or words. Only in direct messages: a comment gets one private reply.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3600 },
			default: 30,
			description:
				'How many seconds to wait for an answer. A message without an answer may have been sent, so it is never sent again by itself.',
		},
	],
};
