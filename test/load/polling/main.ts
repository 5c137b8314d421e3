/** Runs the scenario of the host test and writes down the calls of each poll: `npm run test:polling`. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { pack } from '../../../scripts/pack';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { HOST_FOLDER } from '../../support/host/chosenHost';
import { installHost } from '../../support/host/install';
import { temporaryFolder } from '../../support/host/temporaryFolder';
import { openTestbed } from '../../support/host/testbed';
import { report } from './report';
import { runScenario } from './scenario';

async function main(): Promise<void> {
	const host = await installHost(HOST_FOLDER);
	const { stdout } = await promisify(execFile)(host.node, [host.script, '--version']);
	const folder = await temporaryFolder();
	try {
		const testbed = await openTestbed(host, await pack(folder.path));
		try {
			const page = report(await runScenario(testbed), stdout.trim());
			console.log(page);
			await writeFormatted(join(__dirname, 'RESULTS.md'), page);
		} finally {
			await testbed.close();
		}
	} finally {
		await folder.remove();
	}
}

void main();
