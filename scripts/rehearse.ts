/**
 * A release without the upload: what publish.yml does after CI, from a tag in a clean clone of the
 * newest commit. Where the changelog has no date yet, the clone gets today's, and the tag with it.
 * Usage: `npm run release:rehearse`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DateTime } from 'luxon';
import { z } from 'zod';

import { run } from '../test/support/host/run';
import { temporaryFolder } from '../test/support/host/temporaryFolder';

const ROOT = join(__dirname, '..');

async function main(): Promise<void> {
	const folder = await temporaryFolder();
	const cwd = join(folder.path, 'clone');
	const does = async (command: string, ...args: string[]) => {
		console.log(`\n=== ${command} ${args.join(' ')}`);
		await run(command, args, { cwd });
	};
	try {
		await run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, cwd], { cwd: ROOT });
		const { version } = z
			.object({ version: z.string() })
			.parse(JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')));
		const tag = `v${version}`;

		const changelog = join(cwd, 'CHANGELOG.md');
		const undated = await readFile(changelog, 'utf8');
		const dated = undated.replace('- Unreleased', `- ${DateTime.utc().toISODate()}`);
		if (dated !== undated) {
			await writeFile(changelog, dated);
			const author = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@localhost'];
			await does('git', ...author, 'commit', '--quiet', '--all', `--message=${version}`);
		}
		await does('git', 'tag', '--force', tag);
		await does('git', '-c', 'advice.detachedHead=false', 'checkout', tag);
		await does('npm', 'ci', '--no-audit', '--no-fund');
		await does('npm', 'run', 'release:check', '--', tag);
		await does('npm', 'run', 'build');
		await does('npm', 'publish', '--dry-run', '--access', 'public');
		console.log(`\n${tag} would be published.`);
	} finally {
		await folder.remove();
	}
}

void main();
