import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Daemon, type Recipe } from './daemon';

/** A temporary folder and the processes that live in it; they go together. */
export class Workspace {
	private readonly daemons: Daemon[] = [];

	private constructor(readonly folder: string) {}

	/** Makes the folder, and sees to it that an interrupted run leaves nothing behind either. */
	static async open(): Promise<Workspace> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-instantdm-queue-'));
		// PostgreSQL, run by a user of its own, has to reach its part of it.
		await chmod(folder, 0o755);
		const workspace = new Workspace(folder);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => {
				void workspace.close().finally(() => process.exit(130));
			});
		}
		process.once('exit', () => {
			for (const daemon of workspace.daemons) daemon.crash();
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		});
		return workspace;
	}

	/** Starts a process that ends with this workspace. */
	async start(recipe: Recipe): Promise<Daemon> {
		const daemon = new Daemon(recipe);
		this.daemons.push(daemon);
		await daemon.start();
		return daemon;
	}

	/** Ends everything, the last started first, and removes the folder. */
	async close(): Promise<void> {
		for (const daemon of this.daemons.toReversed()) await daemon.end();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
