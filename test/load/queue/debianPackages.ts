import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { run } from '../../support/host/run';

const POSTGRESQL = '/usr/lib/postgresql';
const POLICY = '/usr/sbin/policy-rc.d';

/** The commands as absolute paths. */
export interface Commands {
	redisServer: string;
	nginx: string;
	initdb: string;
	postgres: string;
	psql: string;
}

/**
 * Finds Redis, nginx and PostgreSQL; root on a Debian gets them installed where they are missing.
 * @throws Error that names what is missing
 */
export async function findCommands(): Promise<Commands> {
	try {
		return await lookUp();
	} catch (error) {
		if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw error;
	}
	await install('redis-server', 'postgresql', 'nginx-light');
	return await lookUp();
}

async function lookUp(): Promise<Commands> {
	const versions = await readdir(POSTGRESQL).catch(() => []);
	const ofPostgres = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(POSTGRESQL, version, 'bin'));
	// Servers lie where an ordinary user's PATH does not look.
	const folders = [...ofPostgres, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
	const find = (command: string): string => {
		const path = folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
		if (path !== undefined) return path;
		throw new Error(`${command} is missing. Install redis-server, postgresql and nginx-light.`);
	};
	return {
		redisServer: find('redis-server'),
		nginx: find('nginx'),
		initdb: find('initdb'),
		postgres: find('postgres'),
		psql: find('psql'),
	};
}

/** Debian starts a service as soon as it is installed, unless this policy forbids it. */
async function install(...packages: string[]): Promise<void> {
	const isOurs = await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' }).then(
		() => true,
		() => false,
	);
	const apt = (...args: string[]) =>
		run('apt-get', ['-qq', '--yes', ...args], {
			cwd: '/',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		});
	try {
		await apt('update');
		await apt('install', '--no-install-recommends', ...packages);
	} finally {
		if (isOurs) await rm(POLICY);
	}
}
