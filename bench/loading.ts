import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import type { Packed } from '../scripts/pack';
import type { InstalledHost } from '../test/support/host/install';
import { installPackage } from '../test/support/host/installPackage';
import { median, table, type Section } from './report';

const ROUNDS = 15;

/**
 * Loads node classes as n8n does at its start and prints how many ms that took. Arguments: what n8n
 * has loaded by then anyway, then a file and the class in it, again and again.
 */
const SCRIPT = `
	const [there, ...classes] = process.argv.slice(1);
	for (const name of there.split(' ')) require(name);
	const start = performance.now();
	for (let i = 0; i < classes.length; i += 2) new (require(classes[i])[classes[i + 1]])();
	console.log(performance.now() - start);
`;
const THERE = 'n8n-workflow n8n-core zod luxon lodash';

type Classes = readonly (readonly [file: string, name: string])[];

/** In a fresh process with n8n's own Node, in ms. */
async function loadTime({ node, script }: InstalledHost, classes: Classes): Promise<number> {
	const modules = join(script, '..', '..', '..');
	const { stdout } = await promisify(execFile)(node, ['-e', SCRIPT, THERE, ...classes.flat()], {
		cwd: modules,
		// So n8n, too, has community packages find its own modules.
		env: { ...process.env, NODE_PATH: modules },
	});
	return z.coerce.number().parse(stdout.trim());
}

/**
 * How long n8n takes to load the package, beside nodes of its own.
 * @param folder an empty one, for the installed package
 */
export async function loading(
	host: InstalledHost,
	packed: Packed,
	folder: string,
): Promise<Section> {
	await installPackage(packed, folder);
	const ours = join(folder, '.n8n', 'nodes', 'node_modules', packed.name, 'dist');
	const theirs = join(host.script, '..', '..', '..', 'n8n-nodes-base', 'dist', 'nodes');
	const subjects: Record<string, Classes> = {
		'InstantDM: both nodes and the credential': [
			[join(ours, 'nodes/InstantDm/InstantDm.node.js'), 'InstantDm'],
			[join(ours, 'nodes/InstantDmTrigger/InstantDmTrigger.node.js'), 'InstantDmTrigger'],
			[join(ours, 'credentials/InstantDmApi.credentials.js'), 'InstantDmApi'],
		],
		"n8n's Slack and Slack Trigger": [
			[join(theirs, 'Slack/Slack.node.js'), 'Slack'],
			[join(theirs, 'Slack/SlackTrigger.node.js'), 'SlackTrigger'],
		],
		"n8n's Telegram and Telegram Trigger": [
			[join(theirs, 'Telegram/Telegram.node.js'), 'Telegram'],
			[join(theirs, 'Telegram/TelegramTrigger.node.js'), 'TelegramTrigger'],
		],
	};
	const rows: string[][] = [];
	for (const [name, classes] of Object.entries(subjects)) {
		const taken: number[] = [];
		for (let round = 0; round < ROUNDS; round++) taken.push(await loadTime(host, classes));
		rows.push([name, `${median(taken).toFixed(0)} ms`]);
	}
	return {
		title: 'Loading',
		text: [
			table(['', 'Time'], rows),
			`In a fresh process each time, from the installed package, after n8n-workflow, n8n-core, zod, luxon and lodash, which n8n has loaded by then. Medians of ${ROUNDS} rounds.`,
		].join('\n\n'),
		aims: [],
	};
}
