/**
 * What the InstantDM node costs a whole n8n, beside n8n's own nodes doing the same: sending,
 * reading, growth with the number of items, loading. Usage: `npm run bench:nodes`
 */
import { join } from 'node:path';

import { pack } from '../scripts/pack';
import { writeFormatted } from '../scripts/writeFormatted';
import { HOST_FOLDER } from '../test/support/host/chosenHost';
import { installHost } from '../test/support/host/install';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import { growth } from './growth';
import { loading } from './loading';
import { ROUNDS } from './medians';
import { LATENCY, openBench } from './nodeRuns';
import { reading } from './reading';
import { page, type Section } from './report';
import { sending } from './sending';
import { seed } from './subjects';

async function main(): Promise<void> {
	const folder = await temporaryFolder();
	try {
		const host = await installHost(HOST_FOLDER);
		const packed = await pack(folder.path);
		const sections: Section[] = [];
		const bench = await openBench(host, packed, seed);
		try {
			for (const part of [sending, reading, growth]) {
				const section = await part(bench);
				console.log(section.text);
				sections.push(section);
			}
		} finally {
			await bench.close();
		}
		sections.push(await loading(host, packed, folder.path));
		const introduction = `Written by \`npm run bench:nodes\`: the n8n in test/n8n/versions/2.40.7 (one process, SQLite, its default settings) and the fake InstantDM, which takes ${LATENCY} ms over every call, on the same machine. Workflows of a webhook, Split Out and the node. Times of a node are n8n's own; CPU is that of n8n's process until the execution is stored. Medians of ${ROUNDS} rounds, in each of them all nodes one after the other.`;
		const results = page('What the InstantDM node costs n8n', introduction, sections);
		await writeFormatted(join(__dirname, 'RESULTS-nodes.md'), results);
		console.log(results);
	} finally {
		await folder.remove();
	}
}

void main();
