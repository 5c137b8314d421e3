import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packed } from '../../../scripts/pack';
import { freePort } from './freePort';
import type { Host } from './install';
import { installPackage } from './installPackage';
import { poll } from './poll';
import { settingsFor } from './settings';
import { keptFolder, temporaryFolder } from './temporaryFolder';

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
	/** Ends the process and removes the user folder, unless that is kept. */
	stop: () => Promise<void>;
}

/** Where an n8n lives whose data is kept, and its port. */
export interface Home {
	folder: string;
	port: number;
}

/**
 * Starts an n8n, set to talk to nobody (settingsFor), and waits until its REST API answers.
 * @param packed the package to install before the first start; undefined for a plain n8n
 * @param env more settings, by n8n's environment variables
 * @param home a temporary folder and a free port unless told
 * @throws Error with the end of n8n's log when it does not come up; nothing is left behind then
 */
export async function startN8n(
	host: Host,
	packed: Packed | undefined,
	env: Record<string, string> = {},
	home?: Home,
): Promise<N8n> {
	const folder = await (home ? keptFolder(home.folder) : temporaryFolder());
	const userFolder = folder.path;
	const port = home?.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const settings = { ...settingsFor(host, userFolder, port, await freePort()), ...env };
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
		if (packed !== undefined) await installPackage(packed, userFolder);
		await resume();
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, userFolder, log, halt, resume, stop };
}

async function launch(
	{ command: [program, ...args] }: Host,
	env: NodeJS.ProcessEnv,
	userFolder: string,
): Promise<ChildProcess> {
	const log = await open(join(userFolder, LOG_FILE), 'a');
	try {
		// A process group of its own, so that its task runner ends with it.
		const child = spawn(program, [...args, 'start'], {
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
