import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { getPosts } from '../shared/choices/load';
import { credentialTest } from '../shared/credentialTest';
import { withoutDuplicates } from './duplicates';
import { filterReceived } from './filter';
import { accept, OUTPUTS, SUBTITLE } from './outputs';
import { receive } from './receive';
import { reject } from './responses';
import { assertSecret } from './secrets';
import { properties } from './settings/settings';
import { readSetup } from './setup';
import { withoutTaps } from './taps';
import { verify } from './verify';

export class InstantDmTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'InstantDM Trigger',
		name: 'instantDmTrigger',
		icon: {
			light: 'file:../InstantDm/instantDm.svg',
			dark: 'file:../InstantDm/instantDm.dark.svg',
		},
		group: ['trigger'],
		// With version 1 each delivery would cost an expression (n8n, `parseRequestBody`).
		version: 2,
		subtitle: SUBTITLE,
		description:
			'Starts the workflow when InstantDM reports a comment, message, button click or flow answer',
		eventTriggerDescription: 'Waiting for InstantDM to send an event to the Test URL',
		activationMessage: "Listening. Check that InstantDM has this workflow's Production URL.",
		defaults: { name: 'InstantDM Trigger' },
		inputs: [],
		outputs: OUTPUTS,
		// Without Verify Signature it works without one.
		credentials: [{ name: 'instantDmApi', required: false, testedBy: 'instantDmApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, so that n8n sends the answer of webhook() and not one of its own.
				responseData: '',
				path: 'webhook',
			},
		],
		triggerPanel: {
			header: 'Receive a test event from InstantDM',
			executionsHelp: {
				inactive:
					'Webhooks have two URLs: one for building and one for real events. <b>While building</b>, click the button above, put the <b>test URL</b> into InstantDM and trigger an event, such as a comment on your post. The test URL listens for two minutes only. <b>When you are done</b>, publish the workflow and put the <b>production URL</b> into InstantDM instead: it accepts only one URL.',
				active:
					'Webhooks have two URLs: one for building and one for real events. This workflow is published and runs on every event sent to the <b>production URL</b>. <b>To test a change</b>, click the button above and put the <b>test URL</b> into InstantDM temporarily. Until you put the production URL back, no real events arrive: InstantDM accepts only one URL.',
			},
			activationHint:
				'Publish the workflow, and put the production URL into InstantDM under Settings → Integrations → Webhook Configuration.',
		},
		properties,
		// For n8n's AI that builds workflows; an older n8n ignores it.
		builderHint: {
			searchHint:
				'InstantDM accepts only one webhook URL: use one trigger for all events and a Switch after it, not one trigger for each event. For an n8n that the internet cannot reach, use the InstantDM Polling Trigger.',
		},
	};

	methods = { credentialTest, loadOptions: { getPosts } };

	webhookMethods = {
		default: {
			/** InstantDM has no API to ask about its webhook; the setup is checked each time instead. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { settings } = readSetup(this);
				if (settings.verifySignature) await assertSecret(this);
				return true;
			},
			/** Nothing to undo. What was seen is still known: publishing an edit ends in here as well. */
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const delivery = await verify(this);
		if ('status' in delivery) return reject(this, delivery);
		const { settings, filter } = readSetup(this);
		const now = Date.now();
		const contents = receive(delivery, settings, now);
		if ('status' in contents) return reject(this, contents);
		const events = await withoutTaps(this, contents.received);
		if ('status' in events) return reject(this, events);
		const wanted = filterReceived(events, settings, filter, now);
		if ('status' in wanted) return reject(this, wanted);
		const received = await withoutDuplicates(this, wanted, settings.options);
		if ('status' in received) return reject(this, received);
		return accept(contents.payload, received, settings);
	}
}
