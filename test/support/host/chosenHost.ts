import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installedIn, installHost, type Host, type Step } from './install';

/**
 * A folder for each n8n that the repository has a lock file for. No source lies beside or below what
 * is installed there: it would find its types and modules in n8n's `node_modules` then.
 */
export const VERSIONS_FOLDER = join(__dirname, '..', '..', 'n8n', 'versions');

/** The folder of the n8n that everything runs in unless another is chosen. */
export const HOST_FOLDER = join(VERSIONS_FOLDER, '2.40.7');

/** What an n8n says of itself, such as 2.40.7. */
export async function versionOf({ command: [program, ...args] }: Host): Promise<string> {
	const { stdout } = await promisify(execFile)(program, [...args, '--version']);
	return stdout.trim();
}

/**
 * The n8n to run in, announced on the console. By default the one that this repository installs;
 * else, by an environment variable,
 * - N8N_COMMAND: a command that takes n8n's arguments, and n8n's settings from its environment, such
 *   as a script that runs a container. It must reach 127.0.0.1 and the folder N8N_USER_FOLDER.
 * - N8N_FOLDER: a folder with an n8n in its `node_modules`, which is installed first where there is a
 *   lock file.
 * @throws Error when there is no n8n, or it doesn't start
 */
export async function chosenHost(step?: Step): Promise<Host> {
	const { N8N_COMMAND: command, N8N_FOLDER: folder } = process.env;
	const host = await (command
		? commanded(command)
		: inFolder(resolve(folder ?? HOST_FOLDER), step));
	console.log(`n8n ${await versionOf(host)}, run by ${host.command.join(' ')}`);
	return host;
}

function commanded(command: string): Host {
	const [program = '', ...args] = command.trim().split(/\s+/);
	return { command: [program, ...args] };
}

async function inFolder(folder: string, step?: Step): Promise<Host> {
	if (existsSync(join(folder, 'package-lock.json'))) return installHost(folder, step);
	const host = installedIn(folder);
	if (!existsSync(host.script)) throw new Error(`There is no n8n in ${folder}/node_modules`);
	return host;
}
