import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

import { freePort } from '../../support/host/freePort';
import type { Commands } from './debianPackages';
import type { Workspace } from './workspace';

/** Starts a Redis that keeps nothing on disk; answers its port on the loopback address. */
export async function startRedis({ redisServer }: Commands, workspace: Workspace): Promise<number> {
	const port = await freePort();
	await workspace.start({
		name: 'Redis',
		command: redisServer,
		args: [
			...['--bind', '127.0.0.1', '--port', String(port)],
			...['--save', '', '--appendonly', 'no', '--dir', workspace.folder],
		],
		logFile: join(workspace.folder, 'redis.log'),
		isReady: () => accepts(port),
	});
	return port;
}

async function accepts(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
