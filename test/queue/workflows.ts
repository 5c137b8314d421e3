import {
	action,
	chain,
	node,
	productionUrl,
	trigger,
	type WorkflowFile,
} from '../support/host/workflowFiles';

/** A workflow and the path that its deliveries go to. */
export interface Target {
	workflow: WorkflowFile;
	path: string;
}

const privateReply = (commentId: string) =>
	action('Private reply', {
		resource: 'comment',
		operation: 'privateReply',
		commentId,
		messageType: 'text',
		text: "Here's the link you asked for",
	});

/** Trigger → private reply. */
export function replies(): Target {
	const workflow = chain('Replies', trigger(), privateReply('={{ $json.commentId }}'));
	return { workflow, path: productionUrl('', workflow) };
}

/** Trigger → Remove Duplicates on eventId → private reply, as the README advises. */
export function repliesOnce(): Target {
	const removeDuplicates = {
		...node('Remove Duplicates', 'n8n-nodes-base.removeDuplicates', {
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: '={{ $json.eventId }}',
		}),
		typeVersion: 2,
	};
	const reply = privateReply('={{ $json.commentId }}');
	const workflow = chain('Replies once', trigger(), removeDuplicates, reply);
	return { workflow, path: productionUrl('', workflow) };
}

/** n8n's own Webhook → private reply, for comparison: it verifies nothing and takes everything. */
export function repliesToAnything(): Target {
	const webhook = {
		...node('Webhook', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path: 'comments' }),
		typeVersion: 2,
	};
	const reply = privateReply('={{ $json.body.entry[0].changes[0].value.id }}');
	return { workflow: chain('Replies to anything', webhook, reply), path: '/webhook/comments' };
}
