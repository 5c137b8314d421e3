import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFormatted } from '../../../scripts/writeFormatted';
import { chosenHost, versionOf } from '../../support/host/chosenHost';
import { installHost } from '../../support/host/install';
import { hostTests } from './hostTests';
import { resultsPage, type Tested } from './markdown';
import { isGood, verdictOn, type Degradation, type Verdict } from './verdict';
import { allVersions, chooseVersions, type Version } from './versions';

const RESULTS = join(__dirname, 'RESULTS.md');
const degradationsSchema: z.ZodType<Degradation[]> = z.array(
	z.object({ versions: z.array(z.string()), test: z.string(), instead: z.string() }),
);

async function testIn(version: Version, degradations: Degradation[]): Promise<Tested> {
	const { n8n, folder } = version;
	console.log(`\n=== n8n ${n8n}`);
	const node =
		folder === undefined
			? 'its own'
			: await versionOf({ command: [(await installHost(folder)).node] });
	return { n8n, node, verdict: verdictOn(n8n, await hostTests(version), degradations) };
}

/**
 * Runs the host tests in one n8n after the other and prints the results. `MATRIX=2.8.4,2.40.7`
 * narrows; N8N_FOLDER or N8N_COMMAND (see chosenHost) names one from elsewhere instead; a run over
 * all versions writes RESULTS.md. Ends with code 1 unless all went as known.
 */
async function main(): Promise<void> {
	const degradations = degradationsSchema.parse(
		JSON.parse(await readFile(join(__dirname, 'degradations.json'), 'utf8')),
	);
	const all = await allVersions();
	const { MATRIX, N8N_FOLDER, N8N_COMMAND } = process.env;
	const chosen =
		N8N_FOLDER || N8N_COMMAND
			? [{ n8n: await versionOf(await chosenHost()) }]
			: chooseVersions(all, MATRIX);
	const tested: Tested[] = [];
	for (const version of chosen) tested.push(await testIn(version, degradations));

	const page = resultsPage(tested);
	console.log(page);
	if (chosen.length === all.length) await writeFormatted(RESULTS, page);
	console.log(summaryOf(tested));
	if (!tested.every(({ verdict }) => isGood(verdict))) process.exitCode = 1;
}

/** What failed, and the form of a test runner's last line; what differs as it is known to is no failure. */
function summaryOf(tested: Tested[]): string {
	const wrong = tested.flatMap(({ n8n, verdict: { broken, outdated } }) => [
		...broken.map((test) => `Failed in n8n ${n8n}: ${test}`),
		...outdated.map(({ test }) => `Known to differ in n8n ${n8n}, but passed or not run: ${test}`),
	]);
	const count = (of: (verdict: Verdict) => unknown[]) =>
		tested.reduce((sum, { verdict }) => sum + of(verdict).length, 0);
	const failed = wrong.length;
	const differing = count(({ degraded }) => degraded);
	const passed = count((verdict) => verdict.passed);
	const tests = `Tests: ${failed} failed, ${differing} differing as known, ${passed} passed`;
	return [...wrong, tests].join('\n');
}

void main();
