import { createHmac } from 'crypto';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { InstantDmTrigger } from '../../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { createN8n } from '../../../support/n8nCore/index';

const loaded = createN8n({
	nodes: [new InstantDmTrigger()],
	credentialTypes: [new InstantDmApi()],
});
let workflows = 0;

/** n8n-core with the trigger loaded. A workflow that a call does not name is one of its own. */
export const n8n: typeof loaded = {
	...loaded,
	callWebhook: (call) => loaded.callWebhook({ workflowId: `workflow ${++workflows}`, ...call }),
	serveTrigger: (spec) => loaded.serveTrigger({ workflowId: `workflow ${++workflows}`, ...spec }),
};

export const SECRET = 'test_secret';
export const credential = { apiKey: 'sk-test', webhookSecret: SECRET };

/** X-Webhook-Signature of a body, as InstantDM computes it ("Signature Verification"). */
export function sign(body: string | Buffer, secret = SECRET): string {
	return createHmac('sha256', secret).update(body).digest('hex');
}

export const ACCOUNT = '17841432111391196';
export const PERSON = '2358708294634624';

/** A comments delivery as InstantDM's documentation shows it. */
export function commentBody(value: object = {}, entry: object = {}): string {
	return JSON.stringify({
		object: 'instagram',
		entry: [
			{
				id: ACCOUNT,
				time: 1777476726126,
				changes: [
					{
						field: 'comments',
						value: {
							id: '17890012345',
							text: 'Love this!',
							from: { id: PERSON, username: 'user123' },
							media: { id: '18071354672638470' },
							...value,
						},
					},
				],
				...entry,
			},
		],
	});
}

/** A delivery with one messaging element. */
export function messageBody(element: object, sender = PERSON, recipient = ACCOUNT): string {
	const parties = { sender: { id: sender }, recipient: { id: recipient } };
	const messaging = [{ ...parties, timestamp: 1777476725580, ...element }];
	return JSON.stringify({ object: 'instagram', entry: [{ id: ACCOUNT, messaging }] });
}
