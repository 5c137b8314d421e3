import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
} from 'n8n-workflow';

export type Context = IHookFunctions | IWebhookFunctions;

/** The credential's secrets, the current one first; none where no credential is chosen. */
export async function secretsOf(context: Context, node: INode): Promise<string[]> {
	if (!node.credentials?.instantDmApi) return [];
	const { webhookSecret, previousWebhookSecret } = await context.getCredentials('instantDmApi');
	return [webhookSecret, previousWebhookSecret].filter(
		(secret): secret is string => typeof secret === 'string' && secret !== '',
	);
}

/**
 * Stops a trigger that could only turn every delivery away.
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
