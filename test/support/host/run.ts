import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

interface Options {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** Receives the output, which is else shown as it comes. What it held before is gone. */
	log?: string;
}

/** Enough of a log to see what went wrong in it. */
const TAIL_LINES = 40;

/**
 * Runs a command to its end.
 * @throws Error when the command cannot be started or ends with another code than 0; with a log, its
 *   end and where it is
 */
export async function run(
	command: string,
	args: readonly string[],
	{ cwd, env, log }: Options,
): Promise<void> {
	if (log !== undefined) await mkdir(dirname(log), { recursive: true });
	const file = log === undefined ? undefined : await open(log, 'w');
	try {
		const output = file?.fd ?? 'inherit';
		const child = spawn(command, args, {
			...{ cwd, stdio: ['ignore', output, output] },
			...(env && { env }),
		});
		const end = () => child.kill();
		process.once('exit', end);
		await once(child, 'exit');
		process.removeListener('exit', end);
		if (child.exitCode === 0) return;
		const outcome = child.exitCode ?? child.signalCode ?? 'no code';
		throw new Error(`"${command} ${args.join(' ')}" ended with ${outcome}${await tailOf(log)}`);
	} finally {
		await file?.close();
	}
}

async function tailOf(log?: string): Promise<string> {
	if (log === undefined) return '';
	const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
	return `. The end of ${log}:\n${lines.slice(-TAIL_LINES).join('\n')}`;
}
