import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import {
	authHeaders,
	DEFAULT_BASE_URL,
	DEFAULT_OPEN_API_BASE_URL,
	readKey,
} from '../nodes/shared/api/credential';

export class InstantDmApi implements ICredentialType {
	name = 'instantDmApi';

	displayName = 'InstantDM API';

	icon: Icon = {
		light: 'file:../nodes/InstantDm/instantDm.svg',
		dark: 'file:../nodes/InstantDm/instantDm.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-instantdm/n8n-nodes-instantdm/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. sk-abc123...',
			description:
				'Create one in InstantDM under <a href="https://app.instantdm.com/api-integration" target="_blank">Settings → Integrations → API Keys</a>. Copy it right away: InstantDM shows it only once. Your plan must include API access.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Needed for the InstantDM Trigger only. Must match the secret in InstantDM.',
			description:
				'The secret that you set in InstantDM under Settings → Integrations → Webhook Configuration. It proves that an event really comes from InstantDM. Choose a long random text, and enter the same one in both places.',
		},
		{
			displayName: 'Previous Webhook Secret',
			name: 'previousWebhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Use only while changing the secret',
			description:
				'The old secret, so that events signed with it are still accepted. Clear it once InstantDM uses the new secret.',
		},
		{
			displayName: 'Send API Key As',
			name: 'authHeader',
			type: 'options',
			options: [
				{
					name: 'Authorization Header (Bearer)',
					value: 'authorization',
				},
				{
					name: 'X-API-Key Header',
					value: 'xApiKey',
				},
			],
			default: 'authorization',
			description:
				'InstantDM accepts both. Change this only if a proxy removes the Authorization header.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			placeholder: 'e.g. https://api.instantdm.com',
			description: 'Change this only if you use a sandbox or your own gateway',
		},
		{
			displayName: 'Open API Base URL',
			name: 'openApiBaseUrl',
			type: 'string',
			default: DEFAULT_OPEN_API_BASE_URL,
			placeholder: 'e.g. https://openapi.instantdm.com',
			description: 'Change this only if you use a sandbox or your own gateway',
		},
	];

	/** A function, since the name of the header depends on a field. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const headers = authHeaders(readKey(credentials));
		return await Promise.resolve({
			...requestOptions,
			headers: { ...requestOptions.headers, ...headers },
		});
	}
}
