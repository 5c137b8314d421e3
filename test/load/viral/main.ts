/**
 * Runs a viral post through a whole n8n and writes down what came of it: `npm run test:viral`. With
 * `VIRAL_COMMENTS=200` for a short run, which prints the page and leaves RESULTS.md as it is.
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { pack } from '../../../scripts/pack';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { installHost } from '../../support/host/install';
import { temporaryFolder } from '../../support/host/temporaryFolder';
import { openTestbed } from '../../support/host/testbed';
import { report } from './report';
import { runScenario } from './scenario';

const FULL = 1500;
/** Five hours for everyone. */
const HOURS = 5;

async function main(): Promise<void> {
	const comments = Number(process.env.VIRAL_COMMENTS ?? FULL);
	const host = await installHost(join(__dirname, '..', '..', 'n8n', 'host'));
	const { stdout } = await promisify(execFile)(host.node, [host.script, '--version']);
	const folder = await temporaryFolder();
	try {
		const testbed = await openTestbed(host, await pack(folder.path));
		try {
			const scale = { comments, hourlyLimit: Math.ceil(comments / HOURS) };
			const machine = `${cpus().length} cores that others use too`;
			const page = report(await runScenario(testbed, scale), stdout.trim(), machine);
			console.log(page);
			if (comments === FULL) await writeFormatted(join(__dirname, 'RESULTS.md'), page);
		} finally {
			await testbed.close();
		}
	} finally {
		await folder.remove();
	}
}

void main();
