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
import { HOST_FOLDER } from '../test/support/host/chosenHost';
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
import { median, table } from './report';

const SECRET = 'secret-for-benchmarks';
const HEADER = 'X-Secret';
const SENDERS = 4;
const WARM_UP = 60;
const ROUNDS = 5;
const PER_ROUND = 80;

/** n8n's settings for its expression engine, from what it does by itself to the cheapest. */
const SETTINGS: Record<string, string>[] = [
	{},
	{ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	{ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true' },
];

/** Deliveries of one kind to one workflow. */
interface Case {
	name: string;
	url: string;
	/** What each of them is answered. */
	status: number;
	/** The case of n8n's own node beside it. */
	beside: string;
	delivery: (number: number) => Outgoing;
	/** Waits until what they started has ended. */
	untilIdle: () => Promise<void>;
}

interface Cost {
	/** Milliseconds of CPU for each delivery and what it starts. */
	cpu: number;
	perSecond: number;
	/** CPU to that of n8n's own node in the same round. */
	ratio: number;
}

const genuine = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: SECRET });
const forged = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: `${SECRET}?` });
const unsigned = (number: number) => prepare('comment', eventNumber('comment', number));
const withHeader = (value: string) => (number: number) =>
	prepare('comment', eventNumber('comment', number), { headers: { [HEADER]: value } });

/** Sends so many deliveries; numbers go on from `next`, so that no event comes twice. */
async function send(one: Case, count: number): Promise<void> {
	const { url, status, delivery, untilIdle } = one;
	let left = count;
	const sender = async () => {
		while (left-- > 0) {
			const { headers, body } = delivery(next++);
			const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
			await answer.text();
			if (answer.status !== status) throw new Error(`${one.name}: ${answer.status}`);
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, sender));
	await untilIdle();
}

let next = 0;

async function measure(probe: Probe, one: Case): Promise<Omit<Cost, 'ratio'>> {
	const cpu = await probe.cpu();
	const start = performance.now();
	await send(one, PER_ROUND);
	const seconds = (performance.now() - start) / 1000;
	return { cpu: ((await probe.cpu()) - cpu) / PER_ROUND, perSecond: PER_ROUND / seconds };
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
	const accepted = { status: 200, beside: 'Webhook, accepted' };
	const rejected = { beside: 'Webhook, wrong header' };
	return [
		{ ...ofWebhook, ...accepted, name: 'Webhook, accepted', delivery: withHeader(SECRET) },
		{ ...ofTrigger, ...accepted, name: 'Trigger, accepted', delivery: genuine },
		{
			...{ ...ofWebhook, ...rejected, name: 'Webhook, wrong header', status: 403 },
			delivery: withHeader('?'),
		},
		{ ...ofTrigger, ...rejected, name: 'Trigger, forged', status: 401, delivery: forged },
		{ ...ofTrigger, ...rejected, name: 'Trigger, unsigned', status: 401, delivery: unsigned },
	];
}

/** What each case costs an n8n with these settings, by its name: medians of the rounds. */
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
		const cases = await casesOf(n8n.url);
		for (const one of cases) await send(one, WARM_UP);
		const rounds: Map<string, Cost>[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const found = new Map<string, Cost>();
			for (const one of cases) {
				const cost = await measure(probe, one);
				const base = found.get(one.beside)?.cpu ?? cost.cpu;
				found.set(one.name, { ...cost, ratio: cost.cpu / base });
			}
			console.log(settings, Object.fromEntries(found));
			rounds.push(found);
		}
		const medianOf = (name: string, key: keyof Cost) =>
			median(rounds.map((found) => found.get(name)?.[key] ?? NaN));
		return new Map(
			cases.map(({ name }) => [
				name,
				{
					cpu: medianOf(name, 'cpu'),
					perSecond: medianOf(name, 'perSecond'),
					ratio: medianOf(name, 'ratio'),
				},
			]),
		);
	} finally {
		await n8n.stop();
	}
}

const cell = (cost?: Cost) =>
	cost
		? `${cost.ratio.toFixed(2)} (${cost.cpu.toFixed(1)} ms, ${cost.perSecond.toFixed(0)}/s)`
		: '–';
const nameOf = (settings: Record<string, string>) =>
	Object.keys(settings)
		.map((name) => `\`${name}\``)
		.join(' and ') || 'n8n as it comes';

async function main() {
	const folder = await temporaryFolder();
	try {
		const host = await installHost(HOST_FOLDER);
		const packed = await pack(folder.path);
		const columns: Map<string, Cost>[] = [];
		for (const settings of SETTINGS) columns.push(await costs(host, packed, settings));
		const names = [...(columns[0]?.keys() ?? [])];
		const rows = names.map((name) => [name, ...columns.map((column) => cell(column.get(name)))]);
		const report = `# What a delivery costs n8n

Written by \`npm run bench:host\` on ${availableParallelism()} cores: the n8n in test/n8n/versions/2.40.7, one process with SQLite, comments from ${SENDERS} senders on the same machine, each accepted one starting a workflow of one node that does nothing. The Webhook node compares a header with a secret from its credential. CPU is that of n8n's process for each delivery, the execution it starts included; the ratio is to that of the Webhook node in the same round. Medians of ${ROUNDS} rounds of ${PER_ROUND} deliveries of each kind, one kind after the other.

${table(['', ...SETTINGS.map(nameOf)], rows)}

n8n makes ready to evaluate expressions, which is most of the time above, once for each of these: a delivery for a node that is not its own Webhook node, a credential that is read, and an execution. The trigger looks at the form of a signature first, and keeps the secrets for 25 seconds, so that it reads its credential for few deliveries: a forged one costs the first of the three, an accepted one the first and the third. With the settings, n8n waits until there is an expression to evaluate, and keeps what it has compiled.
`;
		await writeFormatted(join(__dirname, 'RESULTS-host.md'), report);
		console.log(report);
	} finally {
		await folder.remove();
	}
}

void main();
