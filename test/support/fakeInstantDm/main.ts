import { startFakeInstantDm } from '.';
import { settingsSchema } from './settings';

/**
 * A fake InstantDM in a process of its own: `tsx test/support/fakeInstantDm/main.ts [PORT] [SETTINGS]`,
 * with settings as JSON. Its address is the first line it prints and, to a parent that forked it, its
 * first message. It ends on SIGINT or SIGTERM, or when the parent goes away.
 */
async function main(port = '0', settings = '{}'): Promise<void> {
	const fakeInstantDm = await startFakeInstantDm({
		...settingsSchema.parse(JSON.parse(settings)),
		port: Number(port),
	});
	console.log(fakeInstantDm.url);
	process.send?.({ url: fakeInstantDm.url, openApiUrl: fakeInstantDm.openApiUrl });
	const stop = () => {
		void fakeInstantDm.close().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	process.once('disconnect', stop);
}

void main(...process.argv.slice(2));
