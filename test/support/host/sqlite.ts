import { execFile } from 'node:child_process';
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
