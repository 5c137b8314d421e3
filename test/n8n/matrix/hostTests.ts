import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { TestResult } from './verdict';
import type { Version } from './versions';

const ROOT = join(__dirname, '..', '..', '..');

/** The part of jest's JSON report that is read here. */
const reportSchema = z.object({
	testResults: z.array(
		z.object({
			name: z.string(),
			message: z.string(),
			assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
		}),
	),
});

/**
 * Runs the host tests in one n8n and shows jest's output as it comes, each line under the n8n's
 * name: what jest counts as failed may be known (see verdict.ts). A test counts as passed only when
 * it ran and passed.
 * @throws Error when jest came to no result
 */
export async function hostTests({ n8n, folder }: Version): Promise<TestResult[]> {
	const temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-instantdm-'));
	const reportFile = join(temporary, 'report.json');
	try {
		const { execa } = await import('execa');
		await execa('jest', ['--selectProjects=host', '--json', `--outputFile=${reportFile}`], {
			cwd: ROOT,
			preferLocal: true,
			env: folder === undefined ? {} : { N8N_FOLDER: folder, N8N_COMMAND: '' },
			stdout: 'ignore',
			stderr: [
				function* (line: unknown) {
					yield `n8n ${n8n} | ${String(line)}`;
				},
				'inherit',
			],
			// Failed tests are a result; without one the report is not there to be read.
			reject: false,
		});
		return resultsIn(reportSchema.parse(JSON.parse(await readFile(reportFile, 'utf8'))));
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

function resultsIn({ testResults }: z.infer<typeof reportSchema>): TestResult[] {
	return testResults.flatMap(({ name, message, assertionResults }) => {
		// A file that could not even be loaded has a message and no tests.
		if (assertionResults.length === 0) return [{ test: `${name}: ${message}`, passed: false }];
		return assertionResults.map(({ fullName, status }) => ({
			test: fullName,
			passed: status === 'passed',
		}));
	});
}
