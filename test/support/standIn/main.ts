import { startStandIn } from '.';
import { settingsSchema } from './settings';

/**
 * A stand-in in a process of its own: `tsx test/support/standIn/main.ts [PORT] [SETTINGS]`, with
 * settings as JSON. Its address is the first line it prints and, to a parent that forked it, its
 * first message. It ends on SIGINT or SIGTERM, or when the parent goes away.
 */
async function main(port = '0', settings = '{}'): Promise<void> {
	const standIn = await startStandIn({
		...settingsSchema.parse(JSON.parse(settings)),
		port: Number(port),
	});
	console.log(standIn.url);
	process.send?.({ url: standIn.url });
	const stop = () => {
		void standIn.close().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	process.once('disconnect', stop);
}

void main(...process.argv.slice(2));
