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
		throw new NodeOperationError(node, 'There is no webhook secret in the credential', {
			description:
				"Add a webhook secret to the credential, and enter the same one in InstantDM under Settings → Integrations → Webhook Configuration. Without a secret, turn off 'Verify Signature': anyone with the URL can then start the workflow.",
		});
	}
	if (secrets.some((secret) => secret !== secret.trim())) {
		throw new NodeOperationError(node, 'The webhook secret starts or ends with a space', {
			description:
				'Remove the space or line break from the webhook secret in the InstantDM credential. With it, no delivery would be accepted.',
		});
	}
}
