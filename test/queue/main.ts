import { join } from 'node:path';

import { pack } from '../../scripts/pack';
import { writeFormatted } from '../../scripts/writeFormatted';
import { createCredential } from '../support/host/credentials';
import { installHost } from '../support/host/install';
import { setUpOwner } from '../support/host/rest';
import { workflowsOf } from '../support/host/workflows';
import { forkFakeInstantDm } from '../support/fakeInstantDm/remote';
import { startCluster, type Cluster } from './cluster';
import { findCommands } from './debianPackages';
import { judge, measure, type Broken } from './promises';
import { makeLoad } from './load';
import { report, type Result } from './report';
import { runRound, type Circumstances, type QueueTestbed } from './round';
import { Workspace } from './workspace';
import { replies, repliesOnce, repliesToAnything, type Target } from './workflows';

const KEY = 'key-for-tests';
const SECRET = 'secret-for-tests';
const FULL_LENGTH = 2000;

interface Round extends Circumstances {
	title: string;
	target: () => Target;
	/** Whether the trigger's promises are to be kept; n8n's own Webhook node makes none. */
	promises: boolean;
}

const USUAL = { crash: false, route: 'roundRobinUrl', promises: true } as const;

const ROUNDS: readonly Round[] = [
	{ ...USUAL, title: 'Trigger → private reply, with crashes', target: replies, crash: true },
	{
		...USUAL,
		title: 'Trigger → Remove Duplicates → private reply, with crashes',
		target: repliesOnce,
		crash: true,
	},
	{ ...USUAL, title: 'Trigger → private reply, calm', target: replies },
	{
		...USUAL,
		title: 'The same, routed by signature',
		target: replies,
		route: 'bySignatureUrl',
	},
	{
		...USUAL,
		title: "n8n's Webhook → private reply, calm",
		target: repliesToAnything,
		promises: false,
	},
];

/** QUEUE_DELIVERIES=300 makes a short run, which leaves RESULTS.md as it is. */
async function main(length: number): Promise<void> {
	const commands = await findCommands();
	const host = await installHost(join(__dirname, '..', 'host'));
	const workspace = await Workspace.open();
	try {
		const packed = await pack(workspace.folder);
		console.log('Starting Redis, PostgreSQL, five n8n processes and nginx …');
		const cluster = await startCluster(commands, { host, packed }, workspace);
		const { results, isKept } = await withTestbed(cluster, (testbed) => runAll(testbed, length));
		const failed = isKept.filter((kept) => !kept).length;
		console.log(`\nTests: ${failed} failed, ${isKept.length - failed} passed`);
		if (failed > 0) process.exitCode = 1;
		if (length >= FULL_LENGTH) {
			await writeFormatted(join(__dirname, 'RESULTS.md'), await report(results, host));
		}
	} finally {
		await workspace.close();
	}
}

/** Lends a fake InstantDM, and an owner's credential that fits it. */
async function withTestbed<T>(
	cluster: Cluster,
	work: (testbed: QueueTestbed) => Promise<T>,
): Promise<T> {
	// InstantDM takes its time, so that a worker that is killed has replies under way.
	const { fakeInstantDm, close } = await forkFakeInstantDm({
		keys: [KEY],
		secondPrivateReply: 'accept',
		latency: 100,
	});
	try {
		const rest = await setUpOwner(cluster.main.url);
		const credentialId = await createCredential(rest, 'instantDmApi', 'InstantDM', {
			apiKey: KEY,
			webhookSecret: SECRET,
			baseUrl: fakeInstantDm.url,
		});
		return await work({ cluster, workflows: workflowsOf(rest), credentialId, fakeInstantDm });
	} finally {
		await close();
	}
}

/** Runs every round; `isKept` tells for each promise whether it was kept. */
async function runAll(
	testbed: QueueTestbed,
	length: number,
): Promise<{ results: Result[]; isKept: boolean[] }> {
	const results: Result[] = [];
	const isKept: boolean[] = [];
	for (const [index, { title, target, promises, ...circumstances }] of ROUNDS.entries()) {
		console.log(`\n${title}: ${length} deliveries …`);
		const { workflow, path } = target();
		const load = makeLoad(length, index, SECRET);
		const facts = await runRound(testbed, workflow, path, load, circumstances);
		const figures = measure(facts);
		console.log(figures);
		results.push({ title, figures });
		if (promises) isKept.push(...tell(judge(facts)));
	}
	return { results, isKept };
}

function tell(broken: Broken): boolean[] {
	return Object.entries(broken).map(([what, comments]) => {
		const isKept = comments.length === 0;
		const some = comments.slice(0, 5).join(', ');
		console.log(isKept ? `✓ none ${what}` : `✗ ${comments.length} ${what}: ${some}`);
		return isKept;
	});
}

void main(Number(process.env.QUEUE_DELIVERIES ?? FULL_LENGTH));
