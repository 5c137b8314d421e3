import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Packed } from '../../../scripts/pack';
import { freePort } from '../../support/host/freePort';
import type { InstalledHost } from '../../support/host/install';
import { installPackage } from '../../support/host/installPackage';
import { settingsFor } from '../../support/host/settings';
import type { Daemon } from './daemon';
import type { Workspace } from './workspace';

/** What one process of a distributed n8n does, by the name of n8n's command for it. */
type Role = 'start' | 'worker' | 'webhook';

export interface N8nProcess {
	daemon: Daemon;
	port: number;
	url: string;
}

/**
 * Starts one process of an n8n in queue mode, as in a container of its own: with a user folder of
 * its own and the package in it.
 * @param shared what all of them are told: where the database and Redis are
 * @see https://docs.n8n.io/hosting/scaling/queue-mode/
 */
export async function startProcess(
	{ host, packed }: { host: InstalledHost; packed: Packed },
	workspace: Workspace,
	role: Role,
	name: string,
	shared: Record<string, string>,
): Promise<N8nProcess> {
	const userFolder = join(workspace.folder, name);
	await mkdir(userFolder);
	await installPackage(packed, userFolder);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const daemon = await workspace.start({
		name,
		command: host.node,
		args: [host.script, role],
		env: {
			...settingsFor(host, userFolder, port, await freePort()),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...shared,
		},
		logFile: join(workspace.folder, `${name}.log`),
		isReady: () =>
			fetch(`${url}/healthz/readiness`).then(
				({ ok }) => ok,
				() => false,
			),
	});
	return { daemon, port, url };
}
