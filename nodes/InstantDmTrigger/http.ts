import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { DeliveryHeaders } from './delivery';
import { sortIntoOutputs, type OutputItem } from './outputs';
import type { Refusal } from './responses';
import type { Settings } from './settings/settings';

export function headersOf(context: IWebhookFunctions): DeliveryHeaders {
	const { headers } = context.getRequestObject();
	return {
		signature: headerOf(headers['x-webhook-signature']),
		eventType: headerOf(headers['x-event-type']),
		timestamp: headerOf(headers['x-timestamp']),
	};
}

/**
 * The body as it came over the wire.
 * @returns undefined where it cannot be read: a form that n8n has taken apart, a body over n8n's
 * limit (N8N_PAYLOAD_SIZE_MAX), one that broke off or is not compressed as its header says
 */
export async function bodyOf(context: IWebhookFunctions): Promise<Buffer | undefined> {
	const request = context.getRequestObject();
	try {
		if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	} catch {
		return undefined;
	}
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
}

/** Responds to the sender; n8n starts nothing. A status other than 200 has to be sent from here. */
export function reject(
	context: IWebhookFunctions,
	{ status, body }: Refusal,
): IWebhookResponseData {
	if (status === 200) return { webhookResponse: body };
	const response = context.getResponseObject().status(status);
	response.setHeader('Content-Type', 'application/json; charset=utf-8');
	response.end(JSON.stringify(body));
	return { noWebhookResponse: true };
}

/** Hands the items to n8n, which responds once it has taken the execution over. */
export function accept(items: readonly OutputItem[], settings: Settings): IWebhookResponseData {
	return {
		workflowData: sortIntoOutputs(items, settings),
		webhookResponse: { status: 'accepted', items: items.length },
	};
}

function headerOf(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}
