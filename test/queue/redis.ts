import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

import { freePort } from '../support/host/freePort';
import type { Commands } from './debianPackages';
import type { Workplace } from './workplace';

/** Starts a Redis that keeps nothing on disk; answers its port on the loopback address. */
export async function startRedis({ redisServer }: Commands, workplace: Workplace): Promise<number> {
	const port = await freePort();
	await workplace.start({
		name: 'Redis',
		command: redisServer,
		args: [
			...['--bind', '127.0.0.1', '--port', String(port)],
			...['--save', '', '--appendonly', 'no', '--dir', workplace.folder],
		],
		logFile: join(workplace.folder, 'redis.log'),
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
