import {
	action,
	chain,
	node,
	productionUrl,
	trigger,
	type WorkflowFile,
	type WorkflowNode,
} from '../../support/host/workflowFiles';

/** A workflow and the path that its deliveries go to. */
export interface Target {
	workflow: WorkflowFile;
	path: string;
}

const startingWithTrigger = (name: string, ...nodes: WorkflowNode[]): Target => {
	const workflow = chain(name, trigger(), ...nodes);
	return { workflow, path: productionUrl('', workflow) };
};

const message = { messageType: 'text', text: "Here's the link you asked for" };
const COMMENT = "$('InstantDM Trigger').item.json";

/** Trigger → private reply, then public reply, in one operation. */
export const combinedReplies = (): Target =>
	startingWithTrigger(
		'Both replies',
		action('Both replies', {
			resource: 'comment',
			operation: 'replyAndPrivateReply',
			commentId: '={{ $json.commentId }}',
			...message,
			commentText: 'Check your messages',
		}),
	);

/**
 * Trigger → what lets an event through once → direct message to who wrote the comment. Instagram
 * takes any number of those.
 */
export const messages = (...guard: WorkflowNode[]): Target =>
	startingWithTrigger(
		'Messages',
		...guard,
		action('Send', {
			resource: 'message',
			operation: 'send',
			recipientId: `={{ ${COMMENT}.senderId }}`,
			...message,
		}),
	);

/** Trigger → a row for each comment. */
export const leads = (addLead: WorkflowNode): Target => startingWithTrigger('Leads', addLead);

/**
 * What lets an event through once, by n8n's Redis node: it counts how often each event came, in one
 * step that no other worker can come between, and Redis forgets the event after three days.
 */
export const countedInRedis = (credential: { id: string; name: string }): WorkflowNode[] => [
	{
		...node('Count the event', 'n8n-nodes-base.redis', {
			operation: 'incr',
			key: '={{ $json.eventId }}',
			expire: true,
			ttl: 3 * 24 * 60 * 60,
		}),
		credentials: { redis: credential },
	},
	{
		...node('Only the first time', 'n8n-nodes-base.filter', {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'first',
						leftValue: '={{ Object.values($json)[0] }}',
						rightValue: 1,
						operator: { type: 'number', operation: 'equals' },
					},
				],
				combinator: 'and',
			},
			options: {},
		}),
		typeVersion: 2.2,
	},
];

/** n8n's own Webhook → direct message, for comparison: it verifies nothing and takes everything. */
export function messagesForAnything(): Target {
	const webhook = {
		...node('Webhook', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path: 'comments' }),
		typeVersion: 2,
	};
	const send = action('Send', {
		resource: 'message',
		operation: 'send',
		recipientId: '={{ $json.body.entry[0].changes[0].value.from.id }}',
		...message,
	});
	return { workflow: chain('Messages for anything', webhook, send), path: '/webhook/comments' };
}
