import { createServer } from 'node:http';

/**
 * Loaded into n8n's process before n8n itself (NODE_OPTIONS): tells what it uses, and shifts its
 * clock. `GET /memory` answers the bytes in use after a garbage collection; `GET /cpu` the
 * microseconds spent so far; `GET /clock?shift=MS` has every Date from now on that far ahead, or
 * behind.
 */
const { argv, env } = process;

// n8n hands NODE_OPTIONS on to its task runner, which has no business here.
if (argv.includes('start') && env.PROBE_PORT !== undefined) {
	let shift = 0;

	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://probe');
		if (url.pathname === '/clock') shift = Number(url.searchParams.get('shift'));
		if (url.pathname === '/memory') gc?.();
		const use = url.pathname === '/cpu' ? process.cpuUsage() : process.memoryUsage();
		response.end(JSON.stringify(use));
	});
	server.listen(Number(env.PROBE_PORT), '127.0.0.1').unref();

	const realNow = Date.now;
	Date.now = () => realNow() + shift;
	globalThis.Date = new Proxy(Date, {
		construct: (RealDate, args: unknown[], newTarget) =>
			Reflect.construct(RealDate, args.length === 0 ? [Date.now()] : args, newTarget) as object,
	});
}
