import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Host } from './install';

/**
 * Runs SQL on the database of a running n8n, with the SQLite that its Node carries.
 * @throws Error with SQLite's own words
 */
export async function runSql({ node }: Host, userFolder: string, sql: string): Promise<void> {
	const script = "new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec(process.argv[2])";
	const file = join(userFolder, '.n8n', 'database.sqlite');
	await promisify(execFile)(node, ['--no-warnings', '-e', script, file, sql]);
}
