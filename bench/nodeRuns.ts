import { setTimeout as wait } from 'node:timers/promises';

import type { Packed } from '../scripts/pack';
import type { Seed } from '../test/support/fakeInstantDm/instagram/rows';
import { forkFakeInstantDm } from '../test/support/fakeInstantDm/remote';
import { createCredential } from '../test/support/host/credentials';
import { freePort } from '../test/support/host/freePort';
import type { Host } from '../test/support/host/install';
import { startN8n } from '../test/support/host/n8n';
import { poll } from '../test/support/host/poll';
import { Probe } from '../test/support/host/probe/index';
import { RestError, setUpOwner } from '../test/support/host/rest';
import { chain, node } from '../test/support/host/workflowFiles';
import { workflowsOf } from '../test/support/host/workflows';

/** How long the fake InstantDM takes over every call, in ms. */
export const LATENCY = 50;

/** A node to be measured. */
export interface Subject {
	/** What the results call it. */
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	/** How many calls it makes for that many items. */
	calls: (items: number) => number;
}

/** What one run of the node took; times in ms. */
export interface Run {
	wall: number;
	/** From the node's start to the first call's arrival; NaN for a node that makes none. */
	firstCall: number;
	/** CPU of n8n's process for the whole execution, with all that n8n does around the node. */
	cpu: number;
	/** The most calls that were open at once. */
	open: number;
	/** The most connections that were open at once, idle ones included. */
	connections: number;
}

/** A workflow in which the subject gets the items that a webhook brings. */
export interface Runner {
	run: (items: object[]) => Promise<Run>;
	/** The most bytes of live heap during a run, above those before it. It slows the run down. */
	peakHeap: (items: object[]) => Promise<number>;
}

/** A whole n8n and a fake InstantDM, each in a process of its own. */
export interface Bench {
	/** The base URLs of InstantDM's two APIs. */
	url: string;
	openApiUrl: string;
	/** Publishes the workflow of a subject. */
	runner: (subject: Subject) => Promise<Runner>;
	close: () => Promise<void>;
}

export const API_KEY = 'key-for-benchmarks';

/** The live heap once it no longer shrinks by more than a megabyte: n8n lets go of a run in time. */
async function restingHeap(probe: Probe): Promise<number> {
	let heap = Infinity;
	for (;;) {
		const { heapUsed } = await probe.memory();
		if (heapUsed > heap - 2 ** 20) return heapUsed;
		heap = heapUsed;
		await wait(1000);
	}
}

/**
 * Starts both.
 * @param seed what Instagram has
 * @throws Error when a part does not start; what had started is ended again
 */
export async function openBench(host: Host, packed: Packed, seed: Seed): Promise<Bench> {
	const probe = new Probe(await freePort());
	const settings = { keys: [API_KEY], latency: LATENCY };
	const { fakeInstantDm, close: closeFake } = await forkFakeInstantDm(settings);
	const { url, openApiUrl } = fakeInstantDm;
	const n8n = await startN8n(host, packed, probe.settings).catch(async (error: unknown) => {
		await closeFake();
		throw error;
	});
	const rest = await setUpOwner(n8n.url);
	const workflows = workflowsOf(rest);
	const credentials = {
		instantDmApi: {
			name: 'InstantDM',
			id: await createCredential(rest, 'instantDmApi', 'InstantDM', {
				...{ apiKey: API_KEY, baseUrl: url, openApiBaseUrl: openApiUrl },
			}),
		},
		httpHeaderAuth: {
			name: 'Header',
			id: await createCredential(rest, 'httpHeaderAuth', 'Header', {
				...{ name: 'Authorization', value: `Bearer ${API_KEY}` },
			}),
		},
	};

	const runner = async (subject: Subject): Promise<Runner> => {
		const { name, type, typeVersion, parameters, calls } = subject;
		const path = crypto.randomUUID();
		const options = { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData' };
		const id = await workflows.create(
			chain(
				name,
				{ ...node('Webhook', 'n8n-nodes-base.webhook', options), typeVersion: 2 },
				node('Split Out', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items' }),
				{ ...node('Subject', type, parameters), typeVersion, credentials },
			),
		);
		await workflows.activate(id);

		const execute = async (items: object[]) => {
			await fakeInstantDm.reset();
			await fakeInstantDm.seed(seed);
			const answer = await fetch(`${n8n.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ items }),
			});
			if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
		};
		/** Waits until n8n has stored the execution; while that is a lot, its REST API refuses. */
		const stored = () =>
			poll(
				`an execution of ${name} is stored`,
				async () => {
					try {
						const [latest] = await workflows.executions(id);
						return latest && latest.status !== 'running' ? latest : undefined;
					} catch (error) {
						if (error instanceof RestError && error.status === 503) return undefined;
						throw error;
					}
				},
				{ every: 500 },
			);

		const run = async (items: object[]) => {
			const before = await probe.cpu();
			await execute(items);
			const { id: execution } = await stored();
			const cpu = (await probe.cpu()) - before;
			const ran = (await workflows.execution(execution)).runData.Subject?.[0];
			const ledger = await fakeInstantDm.ledger();
			const answered = ledger.entries.filter(({ status }) => status === 200).length;
			if (ran === undefined || answered !== calls(items.length)) {
				throw new Error(`${name}: ${answered} calls answered for ${items.length} items`);
			}
			const firstCall = Date.parse(ledger.entries[0]?.at ?? '') - ran.startTime;
			return {
				...{ wall: ran.executionTime, firstCall, cpu },
				...{ open: ledger.mostOpen(), connections: ledger.mostConnections() },
			};
		};
		const peakHeap = async (items: object[]) => {
			const before = await restingHeap(probe);
			let peak = before;
			const sample = async () => {
				// Not all the time, or collecting garbage is all that n8n does.
				await wait(100);
				peak = Math.max(peak, (await probe.memory()).heapUsed);
				return false;
			};
			const over = execute(items).then(() => true);
			while (!(await Promise.race([over, sample()])));
			await stored();
			return peak - before;
		};
		return { run, peakHeap };
	};

	const close = async () => {
		await n8n.stop();
		await closeFake();
	};
	return { url, openApiUrl, runner, close };
}
