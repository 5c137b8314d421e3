import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Packed } from '../../../scripts/pack';
import { run } from './run';

/** What n8n takes out of a package's package.json before it installs its dependencies. */
const DROPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

const NPM_INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
	'--loglevel=error',
	'--silent',
];

/**
 * Puts a packed package into an n8n user folder by the steps of n8n's Community Nodes page (its
 * community-packages.service: unpack, drop three lists from package.json, npm install, note the
 * package in the folder's own package.json), so that n8n loads it at its next start.
 */
export async function installPackage(
	{ name, version, tarball }: Packed,
	userFolder: string,
): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodesFolder, 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: nodesFolder });

	const manifestFile = join(folder, 'package.json');
	const manifest = z.record(z.unknown()).parse(JSON.parse(await readFile(manifestFile, 'utf8')));
	const kept = Object.entries(manifest).filter(([key]) => !DROPPED.includes(key));
	await writeFile(manifestFile, JSON.stringify(Object.fromEntries(kept), null, 2));
	await run('npm', NPM_INSTALL, { cwd: folder });

	const ledger = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	await writeFile(join(nodesFolder, 'package.json'), JSON.stringify(ledger, null, 2));
}
