import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { credentialTest } from '../shared/credentialTest';
import { execute } from './execution/execute';
import { listSearch } from './fields/pickers';
import { properties, SUBTITLE } from './resources';

export class InstantDm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'InstantDM',
		name: 'instantDm',
		icon: { light: 'file:instantDm.svg', dark: 'file:instantDm.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Send Instagram direct messages and reply to comments with InstantDM',
		defaults: { name: 'InstantDM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'instantDmApi', required: true, testedBy: 'instantDmApiTest' }],
		properties,
		// For n8n's AI that builds workflows; an older n8n ignores it.
		builderHint: {
			searchHint:
				"Usually comes after the InstantDM Trigger: set Comment ID to its commentId and Recipient ID to its senderId, by expression. To reply to a comment in public and in private, use one node with the operation 'Reply Publicly and Privately'. Instagram allows one private reply per comment, and messages only within 24 hours of the person's last message (replyUntil).",
		},
	};

	methods = { credentialTest, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this);
	}
}
