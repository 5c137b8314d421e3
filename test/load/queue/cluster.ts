import { pack, type Packed } from '../../../scripts/pack';
import { HOST_FOLDER } from '../../support/host/chosenHost';
import { installHost, type InstalledHost } from '../../support/host/install';
import { findCommands, type Commands } from './debianPackages';
import { noteComments } from './executions';
import { startNginx, type Proxy } from './nginx';
import { startProcess, type N8nProcess } from './n8nProcess';
import { startPostgres, type Postgres } from './postgres';
import { startRedis } from './redis';
import { Workspace } from './workspace';

/** n8n in queue mode: one main, two workers, two webhook processes behind a proxy. */
export interface Cluster {
	/** What its processes run. */
	host: InstalledHost;
	/** The main process, where workflows are edited. */
	main: N8nProcess;
	workers: readonly [N8nProcess, N8nProcess];
	webhooks: readonly [N8nProcess, N8nProcess];
	/** Where deliveries go. */
	proxy: Proxy;
	postgres: Postgres;
	/** The fields of n8n's credential for the Redis that queue mode uses. */
	redis: { host: string; port: number };
}

/**
 * How soon Bull notices that a worker died, in ms. A third of n8n's defaults, so that a run does
 * not wait for minutes.
 */
const LOCKS = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '10000',
};

/** Lends a cluster with the packed package, and installs first what is missing for it. */
export async function inCluster(work: (cluster: Cluster) => Promise<void>): Promise<void> {
	const commands = await findCommands();
	const host = await installHost(HOST_FOLDER);
	const workspace = await Workspace.open();
	try {
		const packed = await pack(workspace.folder);
		console.log('Starting Redis, PostgreSQL, five n8n processes and nginx …');
		await work(await startCluster(commands, { host, packed }, workspace));
	} finally {
		await workspace.close();
	}
}

/** Starts all of it. Whatever started ends with the workspace. */
async function startCluster(
	commands: Commands,
	software: { host: InstalledHost; packed: Packed },
	workspace: Workspace,
): Promise<Cluster> {
	const redisPort = await startRedis(commands, workspace);
	const postgres = await startPostgres(commands, workspace);
	const shared = {
		...postgres.env,
		...LOCKS,
		// As the README recommends.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
	};
	const start = (role: 'start' | 'worker' | 'webhook', name: string) =>
		startProcess(software, workspace, role, name, shared);
	// The first one lays out the database.
	const main = await start('start', 'main');
	await noteComments(postgres);
	const [worker1, worker2, webhook1, webhook2] = await Promise.all([
		start('worker', 'worker-1'),
		start('worker', 'worker-2'),
		start('webhook', 'webhook-1'),
		start('webhook', 'webhook-2'),
	]);
	const ports = [webhook1.port, webhook2.port];
	const proxy = await startNginx(commands, workspace, ports);
	return {
		host: software.host,
		main,
		workers: [worker1, worker2],
		webhooks: [webhook1, webhook2],
		proxy,
		postgres,
		redis: { host: '127.0.0.1', port: redisPort },
	};
}
