import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const hasCode = (error: unknown, code: string): boolean =>
	error instanceof Error && 'code' in error && error.code === code;

async function holderLives(lockFile: string): Promise<boolean> {
	const pid = Number(await readFile(lockFile, 'utf8').catch(() => ''));
	// An empty file belongs to a holder that is about to write its number.
	if (pid === 0) return true;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return hasCode(error, 'EPERM');
	}
}

/**
 * Does the work while no other process (nor another call in this one) does its own under the same
 * lock file. The file holds the process id, so that what a killed process left behind is cleared.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
	await mkdir(dirname(lockFile), { recursive: true });
	for (;;) {
		try {
			await writeFile(lockFile, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (!hasCode(error, 'EEXIST')) throw error;
		}
		if (await holderLives(lockFile)) await wait(500);
		else await rm(lockFile, { force: true });
	}
	try {
		return await work();
	} finally {
		await rm(lockFile, { force: true });
	}
}
