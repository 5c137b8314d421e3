import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Packed } from '../../scripts/pack';
import { freePort } from '../host/freePort';
import type { Host } from '../host/install';
import { placePackage } from '../host/place';
import type { Daemon } from './daemon';
import type { Workplace } from './workplace';

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
	{ host, packed }: { host: Host; packed: Packed },
	workplace: Workplace,
	role: Role,
	name: string,
	shared: Record<string, string>,
): Promise<N8nProcess> {
	const userFolder = join(workplace.folder, name);
	await mkdir(userFolder);
	await placePackage(packed, userFolder);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const daemon = await workplace.start({
		name,
		command: host.node,
		args: [host.script, role],
		env: { ...settings(userFolder, port, await freePort()), ...quietModules(host), ...shared },
		logFile: join(workplace.folder, `${name}.log`),
		isReady: () =>
			fetch(`${url}/healthz/readiness`).then(
				({ ok }) => ok,
				() => false,
			),
	});
	return { daemon, port, url };
}

/** Everything on loopback, and no word to n8n's servers. */
function settings(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: userFolder,
		NODE_COMPILE_CACHE: join(__dirname, '..', 'host', '.tmp', 'compile-cache'),
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'for-tests-and-development-only',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'UTC',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	};
}

/** A module that fetches a list from n8n's servers; a version that lacks it refuses its name. */
function quietModules({ script }: Host): Record<string, string> {
	const module = 'mcp-registry';
	const isThere = existsSync(join(script, '..', '..', 'dist', 'modules', module));
	return isThere ? { N8N_DISABLED_MODULES: module } : {};
}
