import type { IWebhookFunctions } from 'n8n-workflow';

import { bodyOf, headersOf, type Delivery } from './delivery';
import { rejected, type Refusal } from './responses';
import { checkSecrets } from './secrets';
import { digestIn, signatureCheck } from './signature';

/**
 * The delivery, once it is known to come from InstantDM. The cheapest is checked first, and the
 * credential read last. Nothing that a stranger sends makes it throw.
 */
export async function verify(context: IWebhookFunctions): Promise<Refusal | Delivery> {
	const headers = headersOf(context);
	const verifies = context.getNodeParameter('verifySignature') !== false;
	const digest = verifies ? digestIn(headers.signature) : null;
	if (typeof digest === 'string') return rejected(digest);

	const body = await bodyOf(context);
	if (body === undefined) return rejected('invalid_payload');

	const problem = digest && (await checkSecrets(context, signatureCheck(body, digest)));
	return problem ? rejected(problem) : { ...headers, body };
}
