import type { IWebhookFunctions } from 'n8n-workflow';

/** What InstantDM says about a delivery beside its body. */
export interface DeliveryHeaders {
	/** X-Webhook-Signature. */
	signature: string | undefined;
	/** X-Event-Type. */
	eventType: string | undefined;
	/** X-Timestamp. */
	timestamp: string | undefined;
}

/** One HTTP request of InstantDM, as it came. */
export interface Delivery extends DeliveryHeaders {
	body: Buffer;
}

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

function headerOf(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}
