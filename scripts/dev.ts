/**
 * A real n8n with the package, a fake InstantDM and the example workflows, to look at and to play
 * with. Usage: `npm run dev`, or `npm run dev -- --forget` to begin anew: what was built in the
 * editor is kept in the folder `.tmp/dev` otherwise.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { pick } from 'lodash';

import { kinds } from '../test/support/fakeInstantDm/instagram/rows';
import sample from '../test/support/fakeInstantDm/instagram/sample.json';
import { chosenHost } from '../test/support/host/chosenHost';
import { freePort } from '../test/support/host/freePort';
import { OWNER } from '../test/support/host/rest';
import { openTestbed, type Testbed } from '../test/support/host/testbed';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import { poll } from '../test/support/host/poll';
import { importExamples, ownWorkflows, type Published } from './dev/examples';
import { pressedKeys } from './dev/keys';
import { step } from './dev/step';
import { commentFor, POLLING, tries, type Try } from './dev/tries';
import { pack } from './pack';

const ROOT = join(__dirname, '..');
/** n8n's data, from one start to the next. */
const KEPT = join(ROOT, '.tmp', 'dev');
/** n8n's own port, and one for the fake InstantDM: a fixed one, since credentials hold it. */
const PORTS = { n8n: 5678, fakeInstantDm: 5680 };

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
	const resumed = delivered?.answer.includes('resumed') === true;
	if (delivered) {
		console.log(`  n8n answers     ${delivered.status} ${delivered.answer}`);
		if (!resumed && !delivered.answer.includes('accepted')) return;
	} else {
		console.log('  n8n checks once a minute; other keys work meanwhile');
		await poll('n8n finds it', async () => ((await newest())?.id === last?.id ? undefined : true));
	}
	const underWay = ['new', 'running', ...(resumed ? ['waiting'] : [])];
	const latest = await poll('the execution ends, or waits for a tap', async () => {
		const execution = await newest();
		return execution && !underWay.includes(execution.status) ? execution : undefined;
	});
	for (const { method, path, query, body } of fakeInstantDm.ledger.entries.slice(before)) {
		if (body !== null) console.log(`  InstantDM gets  ${JSON.stringify(body)}`);
		// What the polling trigger reads once a minute is left out.
		else if (path === '/contact_profile') {
			console.log(`  InstantDM gets  ${method} ${path} ${JSON.stringify(query)}`);
		}
	}
	const link = `${n8n.url}/workflow/${workflow.id}/executions/${latest.id}`;
	console.log(`  The execution   ${latest.status}, ${link}`);
}

/** A comment for the workflows that were built in the editor, at whatever URL each listens. */
async function comment(testbed: Testbed, published: Published): Promise<void> {
	const own = await ownWorkflows(testbed, published);
	if (own.length === 0)
		console.log('\nThere is no workflow of yours with an InstantDM Trigger yet');
	for (const { id, name, url } of own) {
		console.log(`\nTo “${name}”, InstantDM delivers ${commentFor.what}`);
		const { status, answer } = await commentFor.happen(testbed.fakeInstantDm, url);
		console.log(`  n8n answers     ${status} ${answer}`);
		if (status === 404) console.log('  Publish it, or select Execute step in the trigger');
		else console.log(`  The executions  ${testbed.n8n.url}/workflow/${id}/executions`);
	}
}

const manual = ({ n8n, credential }: Testbed) => `
Open ${n8n.url}/home/workflows and log in:
  Email              ${OWNER.email}
  Password           ${OWNER.password}
The example workflows are there, with a credential that leads to a fake InstantDM. For one of your
own, as in the Quick start of the README, enter:
  API Key            ${credential.apiKey ?? ''}
  Webhook Secret     ${credential.webhookSecret ?? ''}
  Base URL           ${credential.baseUrl ?? ''}
  Open API Base URL  ${credential.openApiBaseUrl ?? ''}
There is no dashboard to paste a webhook URL into: the key ${OWN} finds your workflow by itself.
A change of the code needs a restart of this command. What you build in n8n is kept.

Try it: press
${tries.map(({ key, what }) => `  ${key}  for ${what}`).join('\n')}
  ${OWN}  for ${commentFor.what}, to workflows of your own
  ${FORGET}  to end everything and forget what you built
  q  or Ctrl-C to end everything
Any other key shows this again.
`;

const OWN = 'y';
const FORGET = 'x';

/** @returns whether what was built is to be forgotten */
async function play(testbed: Testbed, published: Published): Promise<boolean> {
	for await (const key of pressedKeys()) {
		if (key === 'q' || key === FORGET) return key === FORGET;
		const one = tries.find((each) => each.key === key);
		if (one === undefined && key !== OWN) {
			console.log(manual(testbed));
			continue;
		}
		const shown = (one ? show(one, testbed, published) : comment(testbed, published)).catch(
			(error: unknown) => {
				console.error(error);
			},
		);
		if (one?.example !== POLLING) await shown;
	}
	return false;
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

	console.log('Starting n8n with InstantDM:');
	let forget = process.argv.includes('--forget');
	if (forget) await rm(KEPT, { recursive: true, force: true });
	const folder = await temporaryFolder();
	const packed = await step('Building the package', () => pack(folder.path));
	const host = await chosenHost(step);
	const testbed = await step('Starting n8n and the fake InstantDM', async () =>
		openTestbed(
			host,
			packed,
			{},
			{ port: await freePort(PORTS.fakeInstantDm) },
			{ folder: KEPT, port: await freePort(PORTS.n8n) },
		),
	);
	isOpen = true;
	try {
		testbed.fakeInstantDm.instagram.addAll(pick(sample, kinds));
		const published = await step('Importing the examples', () => importExamples(testbed));
		console.log(manual(testbed));
		forget = (await Promise.race([stopped, play(testbed, published)])) === true;
	} finally {
		process.stdin.destroy();
		await step('Stopping', async () => {
			await testbed.close();
			await folder.remove();
			if (forget) await rm(KEPT, { recursive: true, force: true });
		});
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
	process.exitCode = 1;
});
