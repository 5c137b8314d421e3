import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../host/freePort';
import type { Commands } from './debianPackages';
import type { Workplace } from './workplace';

/** The answer's header that names the server behind the proxy, `address:port`. */
export const SERVED_BY = 'x-served-by';

/** Starts a round-robin proxy in front of some ports; answers its URL. */
export async function startNginx(
	{ nginx }: Commands,
	workplace: Workplace,
	ports: readonly number[],
): Promise<string> {
	const port = await freePort();
	const folder = join(workplace.folder, 'nginx');
	await mkdir(folder);
	await writeFile(join(folder, 'nginx.conf'), configuration(port, ports));
	const url = `http://127.0.0.1:${port}`;
	await workplace.start({
		name: 'nginx',
		command: nginx,
		args: ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'],
		logFile: join(workplace.folder, 'nginx.log'),
		// Whatever the servers behind it say.
		isReady: () =>
			fetch(url).then(
				() => true,
				() => false,
			),
	});
	return url;
}

/** A server that refuses connections is passed over for two seconds; no request is sent twice. */
const configuration = (port: number, ports: readonly number[]): string => `
daemon off;
worker_processes 1;
pid nginx.pid;
events {}
http {
	access_log off;
	client_body_temp_path body;
	proxy_temp_path proxy;
	fastcgi_temp_path fastcgi;
	uwsgi_temp_path uwsgi;
	scgi_temp_path scgi;
	upstream webhooks {
		${ports.map((each) => `server 127.0.0.1:${each} fail_timeout=2s;`).join('\n\t\t')}
	}
	server {
		listen 127.0.0.1:${port};
		location / {
			proxy_pass http://webhooks;
			proxy_set_header Host $host;
			add_header ${SERVED_BY} $upstream_addr always;
		}
	}
}
`;
