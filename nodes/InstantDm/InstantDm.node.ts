import { NodeConnectionTypes, SEND_AND_WAIT_OPERATION } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../shared/credentialTest';
import { execute } from './execution/execute';
import { listSearch } from './fields/pickers';
import { properties, SUBTITLE } from './resources';
import { sendAndWait } from './sendAndWait/sendAndWait';
import { answerQuestion, waitingWebhooks, WAITING_TOOLTIP } from './sendAndWait/webhook';

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
		webhooks: waitingWebhooks,
		waitingNodeTooltip: WAITING_TOOLTIP,
		properties,
		// For n8n's AI that builds workflows; an older n8n ignores it.
		builderHint: {
			searchHint:
				"Usually comes after the InstantDM Trigger: set Comment ID to its commentId and Recipient ID to its senderId, by expression. To reply to a comment in public and in private, use one node with the operation 'Reply Publicly and Privately'. Instagram allows one private reply per comment, and messages only within 24 hours of the person's last message (replyUntil).",
		},
	};

	methods = { credentialTest, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const waits = this.getNodeParameter('operation', 0, '') === SEND_AND_WAIT_OPERATION;
		return await (waits ? sendAndWait(this) : execute(this));
	}

	/** A tap on what Send and Wait for Response has sent. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await Promise.resolve(answerQuestion(this));
	}
}
