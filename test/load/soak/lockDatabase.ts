import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { InstalledHost } from '../../support/host/install';

const SCRIPT = `
	const [sqlite3, file, milliseconds] = process.argv.slice(1);
	const check = (error) => { if (error) throw error; };
	const db = new (require(sqlite3).Database)(file, check);
	db.configure('busyTimeout', 30000);
	db.exec('BEGIN EXCLUSIVE', (error) => {
		check(error);
		setTimeout(() => db.exec('COMMIT', check), Number(milliseconds));
	});
`;

/** Holds an exclusive lock on n8n's database from another process, for so many milliseconds. */
export async function lockDatabase(
	{ node, script }: InstalledHost,
	userFolder: string,
	milliseconds: number,
): Promise<void> {
	const sqlite3 = join(script, '..', '..', '..', 'sqlite3');
	const file = join(userFolder, '.n8n', 'database.sqlite');
	const child = spawn(node, ['-e', SCRIPT, sqlite3, file, String(milliseconds)], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	await once(child, 'exit');
	if (child.exitCode !== 0) throw new Error('The database could not be locked');
}
