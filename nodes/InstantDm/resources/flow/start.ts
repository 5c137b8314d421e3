import { about, postRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { recipientId } from '../../fields/pickers';
import { id } from '../../../shared/parameters/schemas';
import { sendingOptions } from '../../fields/options';
import type { Operation } from '../operation';

const flowId = parameter(
	{
		displayName: 'Flow ID',
		name: 'flowId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 0e3501b6-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
		description:
			"Use flowId from an item of the InstantDM Trigger, or the ID in the flow's URL in InstantDM",
	},
	id('use flowId from an item of the InstantDM Trigger'),
);

export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start flow',
	description: 'Start an InstantDM flow for a person. Each message that it sends costs a credit.',
	fields: [flowId.property, recipientId.property],
	options: sendingOptions(),
	orderBy: 'recipientId',
	plan: (read) => [
		about(
			postRequest('/trigger_flow', {
				flow_id: flowId.from(read),
				recipient_id: recipientId.from(read),
			}),
			flowId,
			recipientId,
		),
	],
};
