import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';

import { poll } from '../../support/host/poll';

/** How a long-running process is started, and how one knows that it serves. */
export interface Recipe {
	/** For errors ("Redis"). */
	name: string;
	command: string;
	args: readonly string[];
	env?: NodeJS.ProcessEnv;
	/** Runs as this user of the system; only root can ask for it. */
	user?: { uid: number; gid: number } | undefined;
	logFile: string;
	isReady: () => Promise<boolean>;
	/** The signal that asks it to end; SIGTERM unless told. */
	ending?: NodeJS.Signals;
}

/** How long a busy machine may take to start or end a process, in ms. */
const START_LIMIT = 300_000;
const END_LIMIT = 45_000;

/** One process of the cluster, which can crash and come back. */
export class Daemon {
	private child: ChildProcess | undefined;
	/** How often it was started so far: one that came back remembers nothing. */
	starts = 0;

	constructor(private readonly recipe: Recipe) {}

	/**
	 * Starts it and waits until it serves.
	 * @throws Error with the end of its log when it does not
	 */
	async start(): Promise<void> {
		const { name, command, args, env = process.env, user, logFile, isReady } = this.recipe;
		this.starts += 1;
		const log = await open(logFile, 'a');
		// A group of its own, so that what it starts ends with it.
		const child = spawn(command, args, {
			env,
			...user,
			detached: true,
			stdio: ['ignore', log.fd, log.fd],
		});
		this.child = child;
		await once(child, 'spawn').finally(() => log.close());
		try {
			await poll(
				`${name} serves`,
				async () => {
					if (hasEnded(child)) throw new Error(`${name} ended`);
					return (await isReady()) ? true : undefined;
				},
				{ timeout: START_LIMIT, every: 200 },
			);
		} catch (cause) {
			const tail = (await readFile(logFile, 'utf8')).slice(-4000);
			throw new Error(`${name} did not start. The end of its log:\n${tail}`, { cause });
		}
	}

	/** Ends it and waits for that; SIGKILL after a while, and for whatever is left of its group. */
	async end(): Promise<void> {
		const { child } = this;
		if (child === undefined) return;
		if (!hasEnded(child)) {
			const exited = once(child, 'exit');
			child.kill(this.recipe.ending ?? 'SIGTERM');
			const tooLong = setTimeout(() => {
				this.crash();
			}, END_LIMIT);
			await exited;
			clearTimeout(tooLong);
		}
		this.crash();
	}

	/** SIGKILL, to it and to all it started, at once. */
	crash(): void {
		const pid = this.child?.pid;
		if (pid === undefined) return;
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// Nobody of the group is left.
		}
	}
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
	exitCode !== null || signalCode !== null;
