import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes when it is removed, or else when the process ends, however it ends. */
export interface TemporaryFolder {
	path: string;
	remove: () => Promise<void>;
}

/** Makes an empty folder below the system's temporary one. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
	return await watched(await mkdtemp(join(tmpdir(), 'n8n-nodes-instantdm-')), []);
}

/** A folder that stays: `remove` only ends what runs in it. */
export async function keptFolder(path: string): Promise<TemporaryFolder> {
	await mkdir(path, { recursive: true });
	return await watched(path, ['keep']);
}

async function watched(path: string, more: string[]): Promise<TemporaryFolder> {
	// In a process group of its own, so that Ctrl-C does not end it before its work is done.
	const watchdog = spawn(process.execPath, [join(__dirname, 'watchdog.js'), path, ...more], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	await once(watchdog, 'spawn');
	const ended = once(watchdog, 'exit');
	// Neither the process nor its pipe is a reason to stay alive.
	watchdog.unref();
	const remove = async () => {
		watchdog.ref();
		watchdog.stdin.end();
		await ended;
	};
	return { path, remove };
}
