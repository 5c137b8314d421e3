import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command to its end and shows its output as it comes.
 * @throws Error when the command cannot be started or ends with another code than 0
 */
export async function run(
	command: string,
	args: readonly string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
	const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
	const end = () => child.kill();
	process.once('exit', end);
	await once(child, 'exit');
	process.removeListener('exit', end);
	if (child.exitCode !== 0) {
		const outcome = child.exitCode ?? child.signalCode ?? 'no code';
		throw new Error(`"${command} ${args.join(' ')}" ended with ${outcome}`);
	}
}
