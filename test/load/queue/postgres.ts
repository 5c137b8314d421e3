import { execFile } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import type { Commands } from './debianPackages';
import type { Workspace } from './workspace';

const exec = promisify(execFile);
const USER = 'n8n';
const DATABASE = 'n8n';

export interface Postgres {
	/** What n8n needs to know of it. */
	env: Record<string, string>;
	/** Runs SQL whose answer does not matter. */
	run: (sql: string) => Promise<void>;
	/** Answers the rows of a SELECT. */
	select: <T>(row: z.ZodType<T, z.ZodTypeDef, unknown>, sql: string) => Promise<T[]>;
}

/**
 * Starts a PostgreSQL cluster of its own with an empty database. It listens on a socket in its
 * folder only, so that nobody but this machine's users can reach it.
 */
export async function startPostgres(commands: Commands, workspace: Workspace): Promise<Postgres> {
	const folder = join(workspace.folder, 'postgres');
	const data = join(folder, 'data');
	const user = await ownUser();
	await mkdir(folder);
	if (user !== undefined) await chown(folder, user.uid, user.gid);
	await exec(commands.initdb, ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8'], {
		...user,
		cwd: folder,
	});

	const query = async (database: string, sql: string): Promise<string> => {
		const args = ['-h', folder, '-U', USER, '-d', database, '-qAt', '-c', sql];
		return (await exec(commands.psql, args, { cwd: folder, maxBuffer: 2 ** 28 })).stdout;
	};
	await workspace.start({
		name: 'PostgreSQL',
		command: commands.postgres,
		args: ['-D', data, '-k', folder, '-c', 'listen_addresses='],
		user,
		logFile: join(workspace.folder, 'postgres.log'),
		isReady: () =>
			query('postgres', 'SELECT 1').then(
				() => true,
				() => false,
			),
		// A "fast shutdown": it does not wait for clients to go.
		ending: 'SIGINT',
	});
	await query('postgres', `CREATE DATABASE ${DATABASE}`);

	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: folder,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_DATABASE: DATABASE,
		},
		run: async (sql) => {
			await query(DATABASE, sql);
		},
		select: async (row, sql) => {
			const json = await query(DATABASE, `SELECT coalesce(json_agg(r), '[]') FROM (${sql}) r`);
			return z.array(row).parse(JSON.parse(json));
		},
	};
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
async function ownUser(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (option: string) => Number((await exec('id', [option, 'postgres'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}
