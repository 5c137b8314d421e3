/**
 * What a delivery costs a real n8n, with all that n8n does around it: CPU of n8n's process and
 * deliveries a second, beside n8n's own Webhook node with a secret header.
 * Usage: `npm run bench:host`
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { pack, type Packed } from '../scripts/pack';
import { writeFormatted } from '../scripts/writeFormatted';
import { createCredential } from '../test/support/host/credentials';
import { freePort } from '../test/support/host/freePort';
import { installHost, type Host } from '../test/support/host/install';
import { startN8n } from '../test/support/host/n8n';
import { Probe } from '../test/support/host/probe/index';
import { setUpOwner } from '../test/support/host/rest';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import {
	chain,
	node,
	productionUrl,
	trigger,
	withCredential,
} from '../test/support/host/workflowFiles';
import { workflowsOf } from '../test/support/host/workflows';
import { prepare, type Outgoing } from '../test/support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../test/support/fakeInstantDm/deliveries/events';

const SECRET = 'secret-for-benchmarks';
const HEADER = 'X-Secret';
const LAZY = 'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE';
const SENDERS = 4;
const WARM_UP = 100;
const ROUNDS = 400;

/** Deliveries of one kind to one workflow. */
interface Case {
	name: string;
	url: string;
	/** What each of them is answered. */
	status: number;
	delivery: (number: number) => Outgoing;
	/** Waits until what they started has ended. */
	untilIdle: () => Promise<void>;
}

interface Cost {
	/** Milliseconds of CPU for each delivery and what it starts. */
	cpu: number;
	perSecond: number;
}

const genuine = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: SECRET });
const forged = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: `${SECRET}?` });
const withHeader = (value: string) => (number: number) =>
	prepare('comment', eventNumber('comment', number), { headers: { [HEADER]: value } });

async function measure(probe: Probe, { url, status, delivery, untilIdle }: Case): Promise<Cost> {
	let next = 0;
	const sendAll = async (count: number) => {
		const last = next + count;
		const sender = async () => {
			while (next < last) {
				const { headers, body } = delivery(next++);
				const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
				await answer.text();
				if (answer.status !== status) throw new Error(`${url} answered ${answer.status}`);
			}
		};
		await Promise.all(Array.from({ length: SENDERS }, sender));
		await untilIdle();
	};
	await sendAll(WARM_UP);
	const cpu = await probe.cpu();
	const start = performance.now();
	await sendAll(ROUNDS);
	const seconds = (performance.now() - start) / 1000;
	return { cpu: ((await probe.cpu()) - cpu) / ROUNDS, perSecond: ROUNDS / seconds };
}

/** Both nodes, each with a credential that says who may deliver, before a node that does nothing. */
async function casesOf(url: string): Promise<Case[]> {
	const rest = await setUpOwner(url);
	const workflows = workflowsOf(rest);
	const nothing = node('Nothing', 'n8n-nodes-base.noOp', {});
	const ours = withCredential(
		chain('Trigger', trigger(), nothing),
		await createCredential(rest, 'instantDmApi', 'InstantDM', {
			apiKey: 'key-for-benchmarks',
			webhookSecret: SECRET,
			baseUrl: url,
		}),
	);
	const header = { name: HEADER, value: SECRET };
	const headerId = await createCredential(rest, 'httpHeaderAuth', 'Header', header);
	const webhook = {
		...node('Webhook', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'events',
			authentication: 'headerAuth',
		}),
		typeVersion: 2,
		credentials: { httpHeaderAuth: { id: headerId, name: 'Header' } },
	};
	const publish = async (workflow: typeof ours) => {
		const id = await workflows.create(workflow);
		await workflows.activate(id);
		return () => workflows.untilIdle(id);
	};
	const ofTrigger = { url: productionUrl(url, ours), untilIdle: await publish(ours) };
	const ofWebhook = {
		url: `${url}/webhook/events`,
		untilIdle: await publish(chain('Webhook', webhook, nothing)),
	};
	return [
		{ ...ofTrigger, name: 'Trigger, accepted', status: 200, delivery: genuine },
		{ ...ofWebhook, name: 'Webhook, accepted', status: 200, delivery: withHeader(SECRET) },
		{ ...ofTrigger, name: 'Trigger, forged', status: 401, delivery: forged },
		{ ...ofWebhook, name: 'Webhook, wrong header', status: 403, delivery: withHeader('?') },
	];
}

/** What each case costs an n8n with these settings, by its name. */
async function costs(
	host: Host,
	packed: Packed,
	settings: Record<string, string>,
): Promise<Map<string, Cost>> {
	const probe = new Probe(await freePort());
	const n8n = await startN8n(host, packed, {
		...probe.settings,
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
		...settings,
	});
	try {
		const result = new Map<string, Cost>();
		for (const one of await casesOf(n8n.url)) {
			const cost = await measure(probe, one);
			console.log(one.name, settings, cost);
			result.set(one.name, cost);
		}
		return result;
	} finally {
		await n8n.stop();
	}
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const cell = (cost?: Cost) =>
	cost ? `${cost.cpu.toFixed(1)} ms, ${cost.perSecond.toFixed(0)}/s` : '–';

async function main() {
	const folder = await temporaryFolder();
	try {
		const host = await installHost(join(__dirname, '..', 'test', 'host'));
		const packed = await pack(folder.path);
		const usual = await costs(host, packed, {});
		const lazy = await costs(host, packed, { [LAZY]: 'true' });
		const rows = [...usual].map(([name, cost]) => {
			const other = lazy.get(name);
			const ratio = other ? `${(cost.cpu / other.cpu).toFixed(1)}×` : '–';
			return row([name, cell(cost), cell(other), ratio]);
		});
		const report = `# What a delivery costs n8n

Written by \`npm run bench:host\` on ${availableParallelism()} cores: the n8n in test/host, one process with SQLite, ${ROUNDS} comments of each kind from ${SENDERS} senders on the same machine, each accepted one starting a workflow of one node that does nothing. CPU is that of n8n's process for each delivery, the execution it starts included. The Webhook node compares a header with a secret from its credential.

${row(['', 'n8n as it comes', `${LAZY}=true`, 'CPU saved'])}
${row(['---', '---:', '---:', '---:'])}
${rows.join('\n')}

n8n makes ready to evaluate expressions whenever it reads a credential or takes a delivery for a node that is not its own Webhook node, whether there is an expression or not. With the setting it waits until there is one.
`;
		await writeFormatted(join(__dirname, 'RESULTS-host.md'), report);
		console.log(report);
	} finally {
		await folder.remove();
	}
}

void main();
