import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import { temporaryFolder } from '../test/support/host/temporaryFolder';
import { pack } from './pack';

const ROOT = join(__dirname, '..');
/** What n8n's scanner looks at in a published package (scanner.mjs, analyzePackageByName). */
const PACKED_FILE_PATTERNS = ['**/*.js', 'package.json'];

/**
 * Puts a folder through n8n's own gate. It is silent about warnings as long as there is no error,
 * so the same files are linted once more with its rules, and each warning counts.
 * @returns what there is to complain about; empty when there is nothing
 */
async function complaints(folder: string, patterns: string[]): Promise<string> {
	const { analyzePackage, buildScanConfig } = await scanner();
	const verdict = await analyzePackage(folder, patterns);
	if (!verdict.passed) return verdict.details ?? verdict.message ?? 'not passed';

	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	console.log(`  ${results.length} files`);
	return await (await eslint.loadFormatter('stylish')).format(results);
}

const scanner = () => import('@n8n/scan-community-package/scanner/scanner.mjs');

async function unpacked(folder: string): Promise<string> {
	const { tarball } = await pack(folder);
	const into = join(folder, 'unpacked');
	await mkdir(into);
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', into, '--strip-components=1']);
	return into;
}

async function main(): Promise<void> {
	const folder = await temporaryFolder();
	try {
		const { SOURCE_FILE_PATTERNS } = await scanner();
		const legs = [
			['the source', ROOT, SOURCE_FILE_PATTERNS],
			['the tarball', await unpacked(folder.path), PACKED_FILE_PATTERNS],
		] as const;
		for (const [name, path, patterns] of legs) {
			console.log(`Scanning ${name}`);
			const found = await complaints(path, [...patterns]);
			if (found === '') continue;
			console.error(found);
			process.exitCode = 1;
		}
	} finally {
		await folder.remove();
	}
	if (process.exitCode !== 1) console.log("n8n's scanner: no error, no warning");
}

void main();
