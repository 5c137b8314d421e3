import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { difference } from 'lodash';

import { freePort } from '../../support/host/freePort';
import { run } from '../../support/host/run';
import type { Commands } from './debianPackages';
import type { Workspace } from './workspace';

/** The answer's header that names the server behind the proxy, `address:port`. */
export const SERVED_BY = 'x-served-by';

/** One proxy, which sends a delivery to the server whose turn it is, or to that of its signature. */
export interface Proxy {
	roundRobinUrl: string;
	/** Copies of a delivery have its signature, and come to the server that it came to. */
	bySignatureUrl: string;
	/** Keeps requests from a server, and lets them through again. */
	exclude: (port: number) => Promise<void>;
	include: (port: number) => Promise<void>;
}

/** Starts a proxy in front of some ports. */
export async function startNginx(
	{ nginx }: Commands,
	workspace: Workspace,
	ports: readonly number[],
): Promise<Proxy> {
	const [roundRobin, bySignature] = [await freePort(), await freePort()];
	const folder = join(workspace.folder, 'nginx');
	const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'];
	const excluded = new Set<number>();
	const configure = async () => {
		const text = configuration(difference([...ports], [...excluded]), roundRobin, bySignature);
		await writeFile(join(folder, 'nginx.conf'), text);
	};
	const reload = async () => {
		await configure();
		await run(nginx, [...args, '-s', 'reload'], { cwd: folder });
	};
	const urlOf = (port: number) => `http://127.0.0.1:${port}`;
	await mkdir(folder);
	await configure();
	await workspace.start({
		name: 'nginx',
		command: nginx,
		args,
		logFile: join(workspace.folder, 'nginx.log'),
		// Whatever the servers behind it say.
		isReady: () =>
			fetch(urlOf(roundRobin)).then(
				() => true,
				() => false,
			),
	});
	return {
		roundRobinUrl: urlOf(roundRobin),
		bySignatureUrl: urlOf(bySignature),
		exclude: async (port) => {
			excluded.add(port);
			await reload();
		},
		include: async (port) => {
			excluded.delete(port);
			await reload();
		},
	};
}

/** A server that refuses connections is passed over for two seconds; no request is sent twice. */
const configuration = (
	ports: readonly number[],
	roundRobin: number,
	bySignature: number,
): string => `
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
	add_header ${SERVED_BY} $upstream_addr always;
	proxy_set_header Host $host;
	upstream round_robin {
		${servers(ports)}
	}
	upstream by_signature {
		hash $http_x_webhook_signature consistent;
		${servers(ports)}
	}
	server {
		listen 127.0.0.1:${roundRobin};
		location / {
			proxy_pass http://round_robin;
		}
	}
	server {
		listen 127.0.0.1:${bySignature};
		location / {
			proxy_pass http://by_signature;
		}
	}
}
`;

const servers = (ports: readonly number[]): string =>
	ports.map((port) => `server 127.0.0.1:${port} fail_timeout=2s;`).join('\n\t\t');
