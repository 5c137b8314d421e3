import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packed } from '../../scripts/pack';
import { freePort } from './freePort';
import type { Host } from './install';
import { placePackage } from './place';
import { poll } from './poll';
import { temporaryFolder } from './temporaryFolder';

/** How long a busy machine may take to start n8n, or n8n to finish what it is doing, in ms. */
const START_LIMIT = 180_000;
const STOP_LIMIT = 45_000;

const LOG_FILE = 'n8n.log';

/** A running n8n on the loopback address, with a user folder of its own. */
export interface N8n {
	/** Without a slash at the end. */
	url: string;
	userFolder: string;
	/** Everything n8n has written to its console since the first start. */
	log: () => Promise<string>;
	/** Ends the process (`SIGKILL` is a crash) and leaves the data. */
	halt: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
	/** Starts it again on the same data and the same port. */
	resume: () => Promise<void>;
	/** Ends the process and removes the user folder. */
	stop: () => Promise<void>;
}

/**
 * Starts an n8n and waits until its REST API answers. It talks to nobody but loopback: telemetry,
 * version checks, templates, banners, vetted packages and licence renewal are off.
 * @param packed the package to install before the first start; undefined for a plain n8n
 * @param env more settings, by n8n's environment variables
 * @throws Error with the end of n8n's log when it does not come up; nothing is left behind then
 */
export async function startN8n(
	host: Host,
	packed: Packed | undefined,
	env: Record<string, string> = {},
): Promise<N8n> {
	const folder = await temporaryFolder();
	const userFolder = folder.path;
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const settings = {
		...settingsFor(userFolder, port, await freePort()),
		...quietModules(host),
		...env,
	};
	let child: ChildProcess | undefined;

	const log = () => readFile(join(userFolder, LOG_FILE), 'utf8');
	const halt = async (signal: NodeJS.Signals = 'SIGTERM') => {
		if (child !== undefined) await end(child, signal);
		child = undefined;
	};
	const resume = async () => {
		child = await launch(host, settings, userFolder);
		await untilReady(url, child, log);
	};
	const stop = async () => {
		await halt();
		await folder.remove();
	};

	try {
		if (packed !== undefined) await placePackage(packed, userFolder);
		await resume();
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, userFolder, log, halt, resume, stop };
}

function settingsFor(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: userFolder,
		// Halves n8n's start from the second time on.
		NODE_COMPILE_CACHE: join(__dirname, '.tmp', 'compile-cache'),
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'for-tests-and-development-only',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'UTC',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
	};
}

/** A module that fetches a list from n8n's servers; a version that lacks it refuses its name. */
function quietModules({ script }: Host): Record<string, string> {
	const module = 'mcp-registry';
	const isThere = existsSync(join(script, '..', '..', 'dist', 'modules', module));
	return isThere ? { N8N_DISABLED_MODULES: module } : {};
}

async function launch(
	{ node, script }: Host,
	env: NodeJS.ProcessEnv,
	userFolder: string,
): Promise<ChildProcess> {
	const log = await open(join(userFolder, LOG_FILE), 'a');
	try {
		// A process group of its own, so that its task runner ends with it.
		const child = spawn(node, [script, 'start'], {
			env,
			detached: true,
			stdio: ['ignore', log.fd, log.fd],
		});
		await once(child, 'spawn');
		await writeFile(join(userFolder, 'n8n.pid'), String(child.pid));
		return child;
	} finally {
		await log.close();
	}
}

async function untilReady(
	url: string,
	child: ChildProcess,
	log: () => Promise<string>,
): Promise<void> {
	try {
		await poll(
			`n8n answers at ${url}`,
			async () => {
				if (child.exitCode !== null) throw new Error(`n8n ended with code ${child.exitCode}`);
				const answer = await fetch(`${url}/rest/settings`).catch(() => undefined);
				const isUp = answer?.ok && answer.headers.get('content-type')?.includes('json');
				return isUp === true ? true : undefined;
			},
			{ timeout: START_LIMIT, every: 200 },
		);
	} catch (cause) {
		const tail = (await log()).slice(-4000);
		throw new Error(`n8n did not start. The end of its log:\n${tail}`, { cause });
	}
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = once(child, 'exit');
	child.kill(signal);
	const tooLong = setTimeout(() => {
		killGroup(child, 'SIGKILL');
	}, STOP_LIMIT);
	await exited;
	clearTimeout(tooLong);
	killGroup(child, 'SIGKILL');
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}
