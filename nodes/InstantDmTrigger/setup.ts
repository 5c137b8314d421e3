import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import type { Refusal } from './responses';
import { duplicatesOf, forgetDuplicates } from './duplicates';
import { filterOf, type Filter } from '../shared/filters/index';
import type { Json } from '../shared/json/exactJson';
import { sortIntoOutputs, type OutputItem } from './outputs';
import { jsonOf, rawJsonOf, type Accepted, type Delivery, type Received } from './receive';
import { parseSettings, type Settings } from './settings/settings';
import { SetupError } from '../shared/filters/setupError';

type Context = IHookFunctions | IWebhookFunctions;

/** What the node was told to do, ready to be used. */
export interface Setup {
	settings: Settings;
	passes: Filter;
}

/** Setups by their parameters: a trigger gets the same ones with every delivery. */
const setups = new Map<string, Setup>();
const MOST_SETUPS = 100;

/** @throws NodeOperationError naming the setting that cannot be used, and the mend */
export function readSetup(context: Context): Setup {
	const parameters = {
		events: context.getNodeParameter('events'),
		outputMode: context.getNodeParameter('outputMode'),
		verifySignature: context.getNodeParameter('verifySignature'),
		simplify: context.getNodeParameter('simplify'),
		options: context.getNodeParameter('options'),
	};
	const key = JSON.stringify(parameters);
	const known = setups.get(key);
	if (known) return known;
	try {
		const settings = parseSettings(parameters);
		const setup = { settings, passes: filterOf(settings.options) };
		if (setups.size >= MOST_SETUPS) setups.clear();
		setups.set(key, setup);
		return setup;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** The credential's secrets, the current one first; none where no credential is chosen. */
export async function secretsOf(context: Context, node: INode): Promise<string[]> {
	if (!node.credentials?.instantDmApi) return [];
	const { webhookSecret, previousWebhookSecret } = await context.getCredentials('instantDmApi');
	return [webhookSecret, previousWebhookSecret].filter(
		(secret): secret is string => typeof secret === 'string' && secret !== '',
	);
}

/**
 * Refuses a trigger that could only turn every delivery away.
 * @throws NodeOperationError with what to do in the credential
 */
export async function assertSecret(context: Context): Promise<void> {
	const node = context.getNode();
	const secrets = await secretsOf(context, node);
	if (secrets.length === 0) {
		throw new NodeOperationError(node, 'There is no webhook secret to check deliveries with', {
			description:
				'Set a secret in InstantDM under Settings → Integrations → Webhook Configuration, and put the same one into the "Webhook Secret" field of the InstantDM credential. To accept deliveries that anyone could have sent, switch off "Verify Signature" instead.',
		});
	}
	if (secrets.some((secret) => secret !== secret.trim())) {
		throw new NodeOperationError(node, 'The webhook secret begins or ends with a blank', {
			description:
				'A space or a line break was probably copied along with it, and no signature would ever match. Open the InstantDM credential, remove it from the webhook secret, and save.',
		});
	}
}

/** The request as it came over the wire. */
export async function deliveryOf(context: IWebhookFunctions): Promise<Delivery> {
	const request = context.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	const { headers } = request;
	return {
		body: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		signature: headerOf(headers['x-webhook-signature']),
		eventType: headerOf(headers['x-event-type']),
		timestamp: headerOf(headers['x-timestamp']),
	};
}

/** Answers the sender; n8n starts nothing. A status other than 200 has to be sent from here. */
export function refuse(
	context: IWebhookFunctions,
	{ status, body }: Refusal,
): IWebhookResponseData {
	if (status === 200) return { webhookResponse: body };
	const response = context.getResponseObject().status(status);
	response.setHeader('Content-Type', 'application/json; charset=utf-8');
	response.end(JSON.stringify(body));
	return { noWebhookResponse: true };
}

/** Hands the items to n8n, which sends the answer once it has taken the execution over. */
export function start({ payload, received }: Accepted, settings: Settings): IWebhookResponseData {
	const items = itemsOf(payload, received, settings);
	return {
		workflowData: sortIntoOutputs(items, settings),
		webhookResponse: { status: 'accepted', items: items.length },
	};
}

function itemsOf(
	payload: Json,
	received: readonly Received[],
	{ simplify, options }: Settings,
): OutputItem[] {
	if (simplify)
		return received.map((one) => ({ event: one.item.event, json: jsonOf(one, options) }));
	return received.slice(0, 1).map(({ item: { event } }) => ({ event, json: rawJsonOf(payload) }));
}

/** Those that have started no execution yet. A sample sent again while testing is not one of them. */
export async function newOnes(
	context: IWebhookFunctions,
	node: INode,
	received: Received[],
	{ options }: Settings,
): Promise<Received[]> {
	const workflowId = context.getWorkflow().id;
	const isTest = context.getMode() === 'manual';
	if (!options.deduplicate || isTest || workflowId === undefined) return received;
	const isNew = await duplicatesOf(workflowId, node.id).claim(
		received.map(({ item }) => item.eventId),
		context.getResponseObject(),
	);
	return received.filter((_, index) => isNew[index]);
}

/** Switching the workflow off ends the memory; the end of a test leaves that of production alone. */
export function forgetSeen(context: IHookFunctions): void {
	const isTest = context.getNodeWebhookUrl('default')?.includes('/webhook-test/') === true;
	const workflowId = context.getWorkflow().id;
	if (!isTest && workflowId !== undefined) forgetDuplicates(workflowId, context.getNode().id);
}

function headerOf(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

function toNodeError(node: INode, error: unknown): Error {
	if (error instanceof SetupError) {
		return new NodeOperationError(node, error.message, { description: error.hint });
	}
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
