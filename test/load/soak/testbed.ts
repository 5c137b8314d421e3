import { setTimeout as wait } from 'node:timers/promises';

import type { Packed } from '../../../scripts/pack';
import { createCredential } from '../../support/host/credentials';
import { freePort } from '../../support/host/freePort';
import type { InstalledHost } from '../../support/host/install';
import { startN8n, type N8n } from '../../support/host/n8n';
import { Probe } from '../../support/host/probe/index';
import { setUpOwner } from '../../support/host/rest';
import {
	action,
	chain,
	node,
	productionUrl,
	trigger,
	withCredential,
} from '../../support/host/workflowFiles';
import { workflowsOf } from '../../support/host/workflows';
import { startFakeInstantDm, type FakeInstantDm } from '../../support/fakeInstantDm/index';
import { eventNames } from '../../support/fakeInstantDm/deliveries/events';
import { keyOf } from './mix';

const KEY = 'key-for-tests';
export const SECRET = 'secret-for-tests';
/** the fake InstantDM's time to answer, in ms. */
const LATENCY = 50;

/** A published workflow. */
export interface Published {
	id: string;
	url: string;
}

/** One n8n on SQLite with two workflows, a probe in its process, and a fake InstantDM. */
export interface SoakTestbed {
	n8n: N8n;
	probe: Probe;
	workflows: ReturnType<typeof workflowsOf>;
	/** Trigger on all events → direct message to the sender, with Retry On Fail. */
	answers: Published;
	/** n8n's own nodes only: Webhook → No Operation. */
	webhook: Published;
	fakeInstantDm: () => FakeInstantDm;
	/** The events (keyOf) that were answered to since the start, as often as they were. */
	reached: () => string[];
	/** Has nothing answer at the fake InstantDM's address for so many ms. */
	beUnreachable: (milliseconds: number) => Promise<void>;
	close: () => Promise<void>;
}

/** @throws Error when a part does not start; what had started is ended again */
export async function openSoakTestbed(host: InstalledHost, packed: Packed): Promise<SoakTestbed> {
	let fakeInstantDm = await startFakeInstantDm({ keys: [KEY], latency: LATENCY });
	const { url: baseUrl } = fakeInstantDm;
	const earlier: string[] = [];
	const reached = () => [
		...earlier,
		...fakeInstantDm.ledger.delivered().map(({ to, body }) => keyOf(textOf(body), to ?? '')),
	];
	const beUnreachable = async (milliseconds: number) => {
		await fakeInstantDm.close();
		earlier.splice(0, Infinity, ...reached());
		await wait(milliseconds);
		const port = Number(new URL(baseUrl).port);
		fakeInstantDm = await startFakeInstantDm({ keys: [KEY], latency: LATENCY, port });
	};

	const probe = new Probe(await freePort());
	const n8n = await startN8n(host, packed, {
		...probe.settings,
		// What the README recommends, and many more deliveries in the same time.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		// What n8n keeps of executions would hide what a node keeps.
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	}).catch(async (error: unknown) => {
		await fakeInstantDm.close();
		throw error;
	});
	const close = async () => {
		await n8n.stop();
		await fakeInstantDm.close();
	};
	try {
		const rest = await setUpOwner(n8n.url);
		const workflows = workflowsOf(rest);
		const credential = { apiKey: KEY, webhookSecret: SECRET, baseUrl };
		const credentialId = await createCredential(rest, 'instantDmApi', 'InstantDM', credential);
		const publish = async (workflow: ReturnType<typeof chain>) => {
			const id = await workflows.create(withCredential(workflow, credentialId));
			await workflows.activate(id);
			return id;
		};
		const answering = answersWorkflow();
		const answers = { id: await publish(answering), url: productionUrl(n8n.url, answering) };
		const webhook = { id: await publish(webhookWorkflow()), url: `${n8n.url}/webhook/events` };
		return {
			...{ n8n, probe, workflows, answers, webhook, reached, beUnreachable, close },
			fakeInstantDm: () => fakeInstantDm,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

const textOf = (body: unknown): string => {
	const message: unknown =
		typeof body === 'object' && body !== null && Reflect.get(body, 'message');
	return typeof message === 'object' && message !== null
		? String(Reflect.get(message, 'text'))
		: '';
};

function answersWorkflow() {
	const answer = {
		resource: 'message',
		operation: 'send',
		recipientId: '={{ $json.senderId }}',
		messageType: 'text',
		text: '={{ $json.event }}',
		options: { timeout: 10 },
	};
	const settings = {
		retryOnFail: true,
		maxTries: 5,
		waitBetweenTries: 5000,
		onError: 'continueRegularOutput',
	};
	return chain('Answers', trigger({ events: [...eventNames] }), action('Answer', answer, settings));
}

function webhookWorkflow() {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path: 'events' });
	return chain(
		'Webhook',
		{ ...webhook, typeVersion: 2 },
		node('Nothing', 'n8n-nodes-base.noOp', {}),
	);
}
