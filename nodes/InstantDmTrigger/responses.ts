import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { FilterName } from '../shared/filters/index';

/** What the sender of a delivery is told when no execution starts. */
export type Refusal =
	| { status: 200; body: { status: 'ignored'; reason: IgnoredReason; filter?: FilterName } }
	| { status: 200; body: { status: 'resumed' } }
	| { status: 400 | 401 | 503; body: { status: 'rejected'; reason: RejectedReason } };

type IgnoredReason = 'event' | 'own_activity' | 'duplicate' | 'filter';
export type SignatureProblem = 'missing_signature' | 'invalid_signature' | 'no_secret';
type RejectedReason = SignatureProblem | 'invalid_payload' | 'too_old' | 'busy';

/** Received and understood, and nothing to do: no need to deliver it again. */
export function ignored(reason: Exclude<IgnoredReason, 'filter'>): Refusal {
	return { status: 200, body: { status: 'ignored', reason } };
}

/** The same because of that filter. */
export function filteredOut(filter: FilterName): Refusal {
	return { status: 200, body: { status: 'ignored', reason: 'filter', filter } };
}

/** A waiting execution goes on; none starts. */
export function resumed(): Refusal {
	return { status: 200, body: { status: 'resumed' } };
}

/** Not believed (401), not understood (400), or to be delivered again (503). */
export function rejected(reason: RejectedReason): Refusal {
	return { status: statusOf(reason), body: { status: 'rejected', reason } };
}

function statusOf(reason: RejectedReason) {
	if (reason === 'invalid_payload') return 400;
	return reason === 'busy' ? 503 : 401;
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
