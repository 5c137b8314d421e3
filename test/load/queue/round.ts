import { withCredential, type WorkflowFile } from '../../support/host/workflowFiles';
import type { workflowsOf } from '../../support/host/workflows';
import type { RemoteFakeInstantDm } from '../../support/fakeInstantDm/remote';
import type { Cluster } from './cluster';
import { settledExecutions, type Execution } from './executions';
import { takeLeads } from './leads';
import { commentIdOf, type Delivery } from './load';
import type { N8nProcess } from './n8nProcess';
import type { Proxy } from './nginx';
import { sendAll, type Attempt } from './send';

/** Everything that can be known about one load afterwards. */
export interface Facts {
	attempts: Attempt<Delivery>[];
	/** From the first delivery to the last answer. */
	seconds: number;
	executions: Execution[];
	/** The comments whose writers got a message, as often as they got one. */
	messages: string[];
	/** The comments that were replied to in public, as often as they were. */
	publicReplies: string[];
	/** The comments that are in the list of leads, as often as they are. */
	leads: string[];
}

/** Where loads are sent to, and who looks. */
export interface QueueTestbed {
	cluster: Cluster;
	workflows: ReturnType<typeof workflowsOf>;
	credentialId: string;
	fakeInstantDm: RemoteFakeInstantDm;
	/** The data table of leads. */
	leads: string;
}

/** What a round does beside sending. */
export interface Circumstances {
	/** Kill a worker and a webhook process in the middle, and start them again. */
	crash: boolean;
	route: 'roundRobinUrl' | 'bySignatureUrl';
}

/** How many deliveries are on their way at once. */
export const SENDERS = 8;

/**
 * Publishes a workflow, sends a load to it and waits until everything it started has ended.
 * @param path of the workflow's production URL
 */
export async function runRound(
	{ cluster, workflows, credentialId, fakeInstantDm, leads }: QueueTestbed,
	workflow: WorkflowFile,
	path: string,
	load: readonly Delivery[],
	{ crash, route }: Circumstances,
): Promise<Facts> {
	await fakeInstantDm.reset();
	const id = await workflows.create(withCredential(workflow, credentialId));
	await workflows.activate(id);

	const source = crash ? withCrash(cluster, load) : load.values();
	const start = performance.now();
	const attempts = await sendAll(cluster.proxy[route] + path, source, SENDERS, (address) => {
		const webhook = cluster.webhooks.find(({ port }) => address.endsWith(`:${port}`));
		return `${address} start ${webhook?.daemon.starts ?? 0}`;
	});
	const seconds = (performance.now() - start) / 1000;

	const executions = await settledExecutions(cluster.postgres, id);
	await workflows.deactivate(id);
	const delivered = (await fakeInstantDm.ledger()).delivered();
	const reachedBy = (action: string) =>
		delivered.flatMap((entry) =>
			entry.action === action && entry.to !== null ? [commentOf(entry.to)] : [],
		);
	return {
		attempts,
		seconds,
		executions,
		messages: reachedBy('send_message'),
		publicReplies: reachedBy('post_comment'),
		leads: (await takeLeads(cluster.postgres, leads)).map(commentOf),
	};
}

/** The comment that an id belongs to: its own, its event's or its writer's, which end alike. */
const commentOf = (id: string): string => commentIdOf(Number(id.slice(-6)));

/**
 * A worker and a webhook process die while the deliveries around are open, and come back while
 * others go on; the last tenth waits for them.
 */
async function* withCrash(
	{ workers, webhooks, proxy }: Cluster,
	load: readonly Delivery[],
): AsyncGenerator<Delivery, void> {
	const part = (from: number, to: number) =>
		load.slice(Math.round(from * load.length), Math.round(to * load.length));
	yield* part(0, 0.3);
	webhooks[0].daemon.crash();
	yield* part(0.3, 0.4);
	workers[0].daemon.crash();
	yield* part(0.4, 0.5);
	const back = Promise.all([restart(webhooks[0], proxy), workers[0].daemon.start()]);
	yield* part(0.5, 0.9);
	await back;
	yield* part(0.9, 1);
}

/**
 * While it starts, n8n answers deliveries itself, with 200 and then with 404. So nobody is to be
 * sent there before it says that it is ready, as a load balancer with health checks would see to.
 */
async function restart({ daemon, port }: N8nProcess, proxy: Proxy): Promise<void> {
	await proxy.exclude(port);
	await daemon.start();
	await proxy.include(port);
}
