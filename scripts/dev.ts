import { join } from 'node:path';
import { installHost } from '../test/support/host/install';
import { OWNER } from '../test/support/host/rest';
import { openTestbed, WEBHOOK_SECRET, type Testbed } from '../test/support/host/testbed';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import { readWorkflow } from '../test/support/host/workflowFiles';
import { pack } from './pack';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'comment-to-private-and-public-reply.json');

/** InstantDM's documented comment, with a keyword that the example workflow listens for. */
const SAMPLE_COMMENT = {
	object: 'instagram',
	entry: [
		{
			id: '17841432111391196',
			time: Date.now(),
			changes: [
				{
					field: 'comments',
					value: {
						id: '17890012345',
						text: 'Love this! Could I have the link?',
						from: { id: '123456', username: 'user123' },
						media: { id: '18071354672638470' },
					},
				},
			],
		},
	],
};

/** Shows one delivery from end to end; answers the workflow's id. */
async function showSample({ n8n, fakeInstantDm, workflows, publish }: Testbed): Promise<string> {
	const example = await readWorkflow(EXAMPLE);
	const { id, url } = await publish(example);
	console.log(`\nThe workflow "${example.name}" is published. One sample delivery:`);

	const delivery = await fakeInstantDm.deliver(url, 'comment', SAMPLE_COMMENT, {
		secret: WEBHOOK_SECRET,
	});
	console.log(`  1. InstantDM's fake InstantDM delivered a signed comment to ${url}`);
	console.log(`  2. n8n answered ${delivery.status} ${delivery.answer}`);
	const [execution] = await workflows.finished(id, 1);
	console.log('  3. This reached the fake InstantDM:');
	for (const body of fakeInstantDm.ledger.bodies()) console.log(`     ${JSON.stringify(body)}`);
	const link = `${n8n.url}/workflow/${id}/executions/${execution?.id ?? ''}`;
	console.log(`  4. n8n stored the execution as "${execution?.status ?? 'none'}": ${link}`);
	return id;
}

/** Ctrl-C, or the end of `npm run`, which does not pass on a signal that is sent to it alone. */
async function whenStopped(): Promise<void> {
	const parent = process.ppid;
	await new Promise<void>((resolve) => {
		const stop = () => {
			resolve();
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
		setInterval(() => {
			if (process.ppid !== parent) stop();
		}, 500).unref();
	});
}

async function main(): Promise<void> {
	const stopped = whenStopped();
	// Until everything stands there is nothing to end in good order: the watchdog cleans up.
	let isOpen = false;
	void stopped.then(() => {
		if (!isOpen) process.exit(1);
	});

	console.log('Building and packing the package …');
	const folder = await temporaryFolder();
	const packed = await pack(folder.path);
	const host = await installHost(join(ROOT, 'test', 'host'));
	console.log('Starting n8n and the fake InstantDM for InstantDM …');
	const testbed = await openTestbed(host, packed);
	isOpen = true;
	try {
		const id = await showSample(testbed);
		console.log(`
Editor:         ${testbed.n8n.url}/workflow/${id}
E-mail:         ${OWNER.email}
Password:       ${OWNER.password}
Fake InstantDM:       ${testbed.fakeInstantDm.url} (the credential's base URL)
Webhook secret: ${WEBHOOK_SECRET}

Ctrl-C ends everything and leaves nothing behind.`);
		await stopped;
	} finally {
		console.log('\nStopping …');
		await testbed.close();
		await folder.remove();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
