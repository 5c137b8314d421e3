/**
 * Polling in queue mode while the main process, which alone polls, is killed again and again:
 * `npm run test:queue:polling`. POLLING_CRASHES=1 makes a short run, which writes no results.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { countBy, difference, random, uniq } from 'lodash';

import { table } from '../../../scripts/docs/markdown';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { broughtBy } from '../polling/brought';
import { Incoming } from '../polling/incoming';
import { pollingWorkflow } from '../polling/workflow';
import { startFakeInstantDm, type FakeInstantDm } from '../../support/fakeInstantDm/index';
import { createCredential } from '../../support/host/credentials';
import { poll } from '../../support/host/poll';
import { setUpOwner } from '../../support/host/rest';
import { withCredential } from '../../support/host/workflowFiles';
import { workflowsOf } from '../../support/host/workflows';
import { inCluster, type Cluster } from './cluster';

const KEY = 'key-for-tests';
const FULL_LENGTH = 8;
/** Seconds between two polls. */
const EVERY = 3;

async function main(crashes: number): Promise<void> {
	const fake = await startFakeInstantDm({ keys: [KEY], latency: 50 });
	try {
		await inCluster(async (cluster) => {
			const figures = await run(cluster, fake, crashes);
			console.log(figures);
			const isKept = figures.lost === 0 && figures.repeated === 0 && figures.made > 0;
			console.log(`\nTests: ${isKept ? 0 : 1} failed, ${isKept ? 1 : 0} passed`);
			if (!isKept) process.exitCode = 1;
			if (crashes >= FULL_LENGTH) {
				await writeFormatted(join(__dirname, 'RESULTS-polling.md'), report(figures));
			}
		});
	} finally {
		await fake.close();
	}
}

interface Figures {
	crashes: number;
	made: number;
	brought: number;
	lost: number;
	repeated: number;
	executions: Record<string, number>;
}

/** Comments and messages come in without a pause; main is killed at any moment, and comes back. */
async function run({ main }: Cluster, fake: FakeInstantDm, crashes: number): Promise<Figures> {
	const rest = await setUpOwner(main.url);
	const workflows = workflowsOf(rest);
	const credential = await createCredential(rest, 'instantDmApi', 'InstantDM', {
		apiKey: KEY,
		openApiBaseUrl: fake.openApiUrl,
	});
	const incoming = new Incoming(fake.instagram);
	const workflow = withCredential(pollingWorkflow(EVERY), credential);
	const id = await workflows.create(workflow);
	await workflows.activate(id);

	const feeding = setInterval(() => {
		incoming.add(2, 1);
	}, 500);
	for (let crash = 0; crash < crashes; crash++) {
		await wait(2 * EVERY * 1000 + random(EVERY * 1000));
		console.log(`Crash ${crash + 1} of ${crashes} …`);
		main.daemon.crash();
		await wait(1000);
		await main.daemon.start();
	}
	clearInterval(feeding);

	const brought = broughtBy(workflows, id);
	const { made } = incoming;
	const isComplete = async () =>
		difference(
			made,
			(await brought()).map(({ eventId }) => eventId),
		).length === 0 || undefined;
	await poll('everything came out', isComplete, { every: 2000 }).catch(() => undefined);
	// What is to come twice would come now.
	await wait(4 * EVERY * 1000);
	await workflows.untilIdle(id);
	const ids = (await brought()).map(({ eventId }) => eventId);
	return {
		crashes,
		made: made.length,
		brought: ids.length,
		lost: difference(made, ids).length,
		repeated: ids.length - uniq(ids).length,
		executions: countBy(await workflows.executions(id), ({ status }) => status),
	};
}

function report({ crashes, made, brought, lost, repeated, executions }: Figures): string {
	const ended = Object.entries(executions).map(([status, count]) => `${status} ${count}`);
	return [
		'# Polling in queue mode: results',
		'',
		`Written by \`npm run test:queue:polling\`. n8n in queue mode with PostgreSQL and Redis: a main process, which alone polls, and two workers. Twice a second two comments and a message come in, and the trigger polls every ${EVERY} seconds. Each time the main process is killed with SIGKILL at a random moment and started again on the same database, as another leader would be.`,
		'',
		table(
			['', ''],
			[
				['Crashes', String(crashes)],
				['Comments and messages', String(made)],
				['Came out', String(brought)],
				['Lost', String(lost)],
				['Came out twice', String(repeated)],
				['Executions', ended.join(', ')],
			],
			'right',
		),
		'',
	].join('\n');
}

void main(Number(process.env.POLLING_CRASHES ?? FULL_LENGTH));
