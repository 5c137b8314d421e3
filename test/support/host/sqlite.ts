import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onDisk, type Host } from './install';

/** n8n's own SQLite: the Node of an older n8n has none. */
const SCRIPT = `
	const [sqlite3, file, sql] = process.argv.slice(1);
	const check = (error) => { if (error) throw error; };
	new (require(sqlite3).Database)(file, check).exec(sql, check);
`;

/**
 * Runs SQL on the database of a running n8n.
 * @throws Error with SQLite's own words
 */
export async function runSql(host: Host, userFolder: string, sql: string): Promise<void> {
	const { node, script } = onDisk(host);
	const sqlite3 = join(script, '..', '..', '..', 'sqlite3');
	const file = join(userFolder, '.n8n', 'database.sqlite');
	await promisify(execFile)(node, ['-e', SCRIPT, sqlite3, file, sql]);
}

/** Says so once it holds the lock, and lets go when its input ends. */
const HOLD = `
	const [sqlite3, file] = process.argv.slice(1);
	const check = (error) => { if (error) throw error; };
	const db = new (require(sqlite3).Database)(file, check);
	db.configure('busyTimeout', 30000);
	db.exec('BEGIN EXCLUSIVE', (error) => {
		check(error);
		console.log('held');
		process.stdin.resume().on('end', () => db.exec('COMMIT', check));
	});
`;

/**
 * Keeps a running n8n from writing into its database; it can still read.
 * @returns what ends that
 */
export async function holdDatabase(
	{ node, script }: Host,
	userFolder: string,
): Promise<() => Promise<void>> {
	const sqlite3 = join(script, '..', '..', '..', 'sqlite3');
	const file = join(userFolder, '.n8n', 'database.sqlite');
	const child = spawn(node, ['-e', HOLD, sqlite3, file], { stdio: ['pipe', 'pipe', 'inherit'] });
	await once(child.stdout, 'data');
	return async () => {
		child.stdin.end();
		await once(child, 'exit');
	};
}
