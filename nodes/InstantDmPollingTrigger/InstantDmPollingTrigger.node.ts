import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { getPosts } from '../shared/choices/load';
import { credentialTest } from '../shared/credentialTest';
import { poll } from './poll';
import { properties, SUBTITLE } from './settings';

export class InstantDmPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'InstantDM Polling Trigger',
		name: 'instantDmPollingTrigger',
		icon: {
			light: 'file:../InstantDm/instantDm.svg',
			dark: 'file:../InstantDm/instantDm.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: SUBTITLE,
		description:
			'Checks InstantDM for new Instagram comments and direct messages, where no webhook can reach n8n',
		defaults: { name: 'InstantDM Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'instantDmApi', required: true, testedBy: 'instantDmApiTest' }],
		properties,
		// For n8n's AI that builds workflows; an older n8n ignores it.
		builderHint: {
			searchHint:
				'Only where no webhook can reach n8n, or beside the InstantDM Trigger to catch up on what it missed: then drop what comes twice, by eventId. It sees comments and messages, not button clicks or flows.',
		},
	};

	methods = { credentialTest, loadOptions: { getPosts } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
