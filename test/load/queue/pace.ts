/**
 * Pace and limits in queue mode, where each worker has a line of its own: `npm run test:queue:pace`.
 * It takes a few minutes and writes RESULTS-pace.md.
 */
import { join } from 'node:path';

import { range } from 'lodash';

import { table } from '../../../scripts/docs/markdown';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { startFakeInstantDm, type FakeInstantDm } from '../../support/fakeInstantDm/index';
import { prepare } from '../../support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { createCredential } from '../../support/host/credentials';
import { setUpOwner } from '../../support/host/rest';
import {
	action,
	chain,
	productionUrl,
	trigger,
	withCredential,
} from '../../support/host/workflowFiles';
import { workflowsOf } from '../../support/host/workflows';
import { busiestSecond, messagesOf, refused } from '../viral/figures';
import { inCluster, type Cluster } from './cluster';
import { settledExecutions } from './executions';
import { commentIdOf } from './load';
import { SENDERS } from './round';
import { sendAll } from './send';

const KEY = 'key-for-tests';
const SECRET = 'secret-for-tests';
const COMMENTS = 80;
const A_SECOND = 2;
const HOURLY_LIMIT = 30;

async function main(): Promise<void> {
	const fake = await startFakeInstantDm({ keys: [KEY], latency: 100 });
	try {
		await inCluster(async (cluster) => {
			const page = report(await run(cluster, fake));
			console.log(page);
			await writeFormatted(join(__dirname, 'RESULTS-pace.md'), page);
		});
	} finally {
		await fake.close();
	}
}

type Calls = FakeInstantDm['ledger']['entries'];

interface Facts {
	paced: Calls;
	limited: Calls;
	commentIds: string[];
}

/** The same comments twice: at a pace, and without one into a limit. */
async function run({ main, proxy, postgres }: Cluster, fake: FakeInstantDm): Promise<Facts> {
	const rest = await setUpOwner(main.url);
	const workflows = workflowsOf(rest);
	const credentialId = await createCredential(rest, 'instantDmApi', 'InstantDM', {
		...{ apiKey: KEY, webhookSecret: SECRET, baseUrl: fake.url },
	});

	async function callsWith(options: object, first: number): Promise<Calls> {
		const reply = action('Reply', {
			...{ resource: 'comment', operation: 'privateReply', commentId: '={{ $json.commentId }}' },
			...{ messageType: 'text', text: 'Hello', options },
		});
		const workflow = chain('Reply', trigger(), { ...reply, onError: 'continueRegularOutput' });
		const id = await workflows.create(withCredential(workflow, credentialId));
		await workflows.activate(id);
		const deliveries = range(first, first + COMMENTS).map((number) => ({
			outgoing: prepare('comment', eventNumber('comment', number), { secret: SECRET }),
		}));
		const path = productionUrl('', workflow);
		await sendAll(proxy.roundRobinUrl + path, deliveries.values(), SENDERS);
		await settledExecutions(postgres, id);
		await workflows.deactivate(id);
		const calls = [...fake.ledger.entries];
		fake.reset();
		return calls;
	}

	const paced = await callsWith({ requestsPerSecond: A_SECOND }, 1);
	fake.configure({ hourlyLimit: HOURLY_LIMIT, retryAfter: true, hourSeconds: 86_400 });
	const limited = await callsWith({}, 1001);
	return { paced, limited, commentIds: range(1, 1 + COMMENTS).map(commentIdOf) };
}

function report({ paced, limited, commentIds }: Facts): string {
	const times = paced.map(({ at }) => Date.parse(at));
	const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
	const { 1: once = 0 } = messagesOf(paced, commentIds);
	return [
		'# Pace and limits in queue mode: results',
		`Written by \`npm run test:queue:pace\`. n8n in queue mode with PostgreSQL and Redis: a main process, two workers with n8n's default of 10 executions at a time, two webhook processes behind nginx. ${COMMENTS} comments come in as fast as n8n takes them over, and each starts an execution with a private reply.`,
		table(
			[`Requests per Second ${A_SECOND}`, ''],
			[
				['Calls', String(paced.length)],
				['Comments with exactly one reply', String(once)],
				['Calls a second, from the first to the last', (paced.length / seconds).toFixed(1)],
				['Most calls within a second', String(busiestSecond(paced))],
			],
		),
		table(
			[`InstantDM allows ${HOURLY_LIMIT} calls an hour, On Rate Limit is Stop`, ''],
			[
				['Calls', String(limited.length)],
				['Refused by the limit', String(refused(limited))],
				['Executions that made no call', String(COMMENTS - limited.length)],
			],
		),
		'',
	].join('\n\n');
}

void main();
