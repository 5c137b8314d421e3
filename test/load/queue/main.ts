import { join } from 'node:path';

import { writeFormatted } from '../../../scripts/writeFormatted';
import { createCredential } from '../../support/host/credentials';
import { setUpOwner } from '../../support/host/rest';
import { workflowsOf } from '../../support/host/workflows';
import { forkFakeInstantDm } from '../../support/fakeInstantDm/remote';
import { inCluster, type Cluster } from './cluster';
import { setUpExamples } from './examples';
import { measure } from './figures';
import { breaking, type PromiseName } from './promises';
import { makeLoad } from './load';
import { questionsInACrash } from './questions';
import { report, type Result } from './report';
import { runRound, type Facts, type QueueTestbed } from './round';
import { roundsWith, type Round } from './rounds';

const KEY = 'key-for-tests';
const SECRET = 'secret-for-tests';
const FULL_LENGTH = 2000;

/**
 * QUEUE_DELIVERIES=300 makes a short run, which leaves RESULTS.md as it is; 0 one of nothing but
 * questions and taps.
 */
async function main(length: number): Promise<void> {
	await inCluster(async (cluster) => {
		const { results, isAnswered } = await withTestbed(cluster, async (testbed, rounds) => ({
			isAnswered: await askInACrash(testbed),
			results: await runAll(testbed, length > 0 ? rounds : [], length),
		}));
		const kept = results.flatMap(({ broken }) =>
			Object.values(broken).map((ids) => ids.length === 0),
		);
		kept.push(isAnswered);
		const failed = kept.filter((isKept) => !isKept).length;
		console.log(`\nTests: ${failed} failed, ${kept.length - failed} passed`);
		if (failed > 0) process.exitCode = 1;
		if (length >= FULL_LENGTH) {
			await writeFormatted(join(__dirname, 'RESULTS.md'), await report(results, cluster.host));
		}
	});
}

/** Lends a fake InstantDM, an owner's credential that fits it, tables, and the rounds to run. */
async function withTestbed<T>(
	cluster: Cluster,
	work: (testbed: QueueTestbed, rounds: readonly Round[]) => Promise<T>,
): Promise<T> {
	// InstantDM takes its time, so that a worker that is killed has replies under way.
	const { fakeInstantDm, close } = await forkFakeInstantDm({ keys: [KEY], latency: 100 });
	try {
		const rest = await setUpOwner(cluster.main.url);
		const examples = await setUpExamples(rest);
		const redis = {
			name: 'Redis',
			id: await createCredential(rest, 'redis', 'Redis', cluster.redis),
		};
		const credentialId = await createCredential(rest, 'instantDmApi', 'InstantDM', {
			apiKey: KEY,
			webhookSecret: SECRET,
			baseUrl: fakeInstantDm.url,
		});
		const workflows = workflowsOf(rest);
		const testbed = { cluster, workflows, credentialId, fakeInstantDm, leads: examples.leads };
		return await work(testbed, roundsWith(examples, redis));
	} finally {
		await close();
	}
}

/** Whether each question is answered by its tap, though all of n8n was killed in between. */
async function askInACrash(testbed: QueueTestbed): Promise<boolean> {
	console.log('\nQuestions, every process of n8n killed before the taps …');
	const problems = await questionsInACrash(testbed, SECRET);
	console.log(problems.length === 0 ? '✓ each tap is the answer' : `✗ ${problems.join(', ')}`);
	return problems.length === 0;
}

async function runAll(
	testbed: QueueTestbed,
	rounds: readonly Round[],
	length: number,
): Promise<Result[]> {
	const results: Result[] = [];
	for (const [index, { title, target, promises, ...circumstances }] of rounds.entries()) {
		console.log(`\n${title}: ${length} deliveries …`);
		const { workflow, path } = target();
		const load = makeLoad(length, index, SECRET);
		const facts = await runRound(testbed, workflow, path, load, circumstances);
		const figures = measure(facts);
		console.log(figures);
		results.push({ title, figures, broken: tell(promises, facts) });
	}
	return results;
}

/** The comments that break each promise. */
function tell(promises: readonly PromiseName[], facts: Facts): Result['broken'] {
	const broken: Result['broken'] = {};
	for (const promise of promises) {
		const comments = breaking(promise, facts);
		broken[promise] = comments;
		const some = comments.slice(0, 5).join(', ');
		console.log(
			comments.length === 0
				? `✓ ${promise}`
				: `✗ ${promise}: not so for ${comments.length} (${some})`,
		);
	}
	return broken;
}

void main(Number(process.env.QUEUE_DELIVERIES ?? FULL_LENGTH));
