/**
 * A real n8n with the package, a fake InstantDM and the example workflows, to look at and to play
 * with. Usage: `npm run dev`
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { pick } from 'lodash';

import { kinds } from '../test/support/fakeInstantDm/instagram/rows';
import sample from '../test/support/fakeInstantDm/instagram/sample.json';
import { installHost, isInstalled } from '../test/support/host/install';
import { OWNER } from '../test/support/host/rest';
import { openTestbed, WEBHOOK_SECRET, type Testbed } from '../test/support/host/testbed';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import { poll } from '../test/support/host/poll';
import { readWorkflow, withCredential } from '../test/support/host/workflowFiles';
import { watchingOnePost } from './dev/examples';
import { pressedKeys } from './dev/keys';
import { step } from './dev/step';
import { POLLING, tries, type Try } from './dev/tries';
import { pack } from './pack';

const ROOT = join(__dirname, '..');
const HOST = join(ROOT, 'test', 'n8n', 'host');
const EXAMPLES = join(ROOT, 'examples');

/** Where an example is in n8n: its workflow's id and its trigger's Production URL, if it has one. */
type Published = ReadonlyMap<string, { id: string; url: string }>;

/** Imports every example; publishes those that there is something to try with. */
async function importExamples({ publish, workflows, credentialId }: Testbed): Promise<Published> {
	const published = new Map<string, { id: string; url: string }>();
	const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.json'));
	for (const file of files) {
		const workflow = withCredential(await readWorkflow(join(EXAMPLES, file)), credentialId);
		if (file === POLLING) {
			const id = await workflows.create(watchingOnePost(workflow));
			await workflows.activate(id);
			published.set(file, { id, url: '' });
		} else if (tries.some(({ example }) => example === file)) {
			published.set(file, await publish(workflow));
		} else await workflows.create(workflow);
	}
	return published;
}

/** Lets it happen and tells what came of it. */
async function show(one: Try, testbed: Testbed, published: Published): Promise<void> {
	const { n8n, fakeInstantDm, workflows } = testbed;
	const workflow = published.get(one.example);
	if (workflow === undefined) throw new Error(`There is no example ${one.example}`);
	const newest = async () => (await workflows.executions(workflow.id)).at(0);
	const last = await newest();
	const before = fakeInstantDm.ledger.entries.length;

	console.log(`\n${one.example === POLLING ? 'Instagram has' : 'InstantDM delivers'} ${one.what}`);
	const delivered = await one.happen(fakeInstantDm, workflow.url);
	if (delivered) {
		console.log(`  n8n answers     ${delivered.status} ${delivered.answer}`);
		if (!delivered.answer.includes('accepted')) return;
	} else {
		console.log('  n8n checks once a minute; other keys work meanwhile');
		await poll('n8n finds it', async () => ((await newest())?.id === last?.id ? undefined : true));
	}
	await workflows.untilIdle(workflow.id);
	for (const { method, path, query, body } of fakeInstantDm.ledger.entries.slice(before)) {
		if (body !== null) console.log(`  InstantDM gets  ${JSON.stringify(body)}`);
		// What the polling trigger reads once a minute is left out.
		else if (path === '/contact_profile') {
			console.log(`  InstantDM gets  ${method} ${path} ${JSON.stringify(query)}`);
		}
	}
	const latest = await newest();
	const link = `${n8n.url}/workflow/${workflow.id}/executions/${latest?.id ?? ''}`;
	console.log(`  The execution   ${latest?.status ?? 'none'}, ${link}`);
}

const manual = ({ n8n, fakeInstantDm }: Testbed) => `
Open ${n8n.url} and log in with ${OWNER.email} and ${OWNER.password}.
The example workflows are there; their credential leads to the fake InstantDM at ${fakeInstantDm.url},
its webhook secret is ${WEBHOOK_SECRET}.

Try it: press
${tries.map(({ key, what }) => `  ${key}  for ${what}`).join('\n')}
  q  or Ctrl-C to end everything; nothing is left behind
`;

async function play(testbed: Testbed, published: Published): Promise<void> {
	for await (const key of pressedKeys()) {
		if (key === 'q') return;
		const one = tries.find((each) => each.key === key);
		if (one === undefined) continue;
		const shown = show(one, testbed, published).catch((error: unknown) => {
			console.error(error);
		});
		if (one.example !== POLLING) await shown;
	}
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

	console.log(
		(await isInstalled(HOST))
			? 'Starting n8n with InstantDM, in about half a minute:'
			: 'Starting n8n with InstantDM. The first start installs n8n (2 GB) and takes five to ten minutes, later ones half a minute:',
	);
	const folder = await temporaryFolder();
	const packed = await step('Building the package', () => pack(folder.path));
	const host = await installHost(HOST, step);
	const testbed = await step('Starting n8n and the fake InstantDM', () =>
		openTestbed(host, packed),
	);
	isOpen = true;
	try {
		testbed.fakeInstantDm.instagram.addAll(pick(sample, kinds));
		const published = await step('Importing the examples', () => importExamples(testbed));
		console.log(manual(testbed));
		await Promise.race([stopped, play(testbed, published)]);
	} finally {
		process.stdin.destroy();
		await step('Stopping', async () => {
			await testbed.close();
			await folder.remove();
		});
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
	process.exitCode = 1;
});
