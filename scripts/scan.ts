/** n8n's own gate, over the source and the packed package. Usage: `npm run scan` */
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
 * Puts a folder through n8n's scanner. It is silent about warnings as long as there is no error,
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

/**
 * What n8n's scanner finds in the source and in the package as it would be published.
 * @throws Error where that package lacks a file, or holds one too many (see pack)
 */
export async function scanProblems(): Promise<string[]> {
	const folder = await temporaryFolder();
	try {
		const { SOURCE_FILE_PATTERNS } = await scanner();
		const found = [
			await complaints(ROOT, SOURCE_FILE_PATTERNS),
			await complaints(await unpacked(folder.path), PACKED_FILE_PATTERNS),
		];
		return found.filter((text) => text !== '');
	} finally {
		await folder.remove();
	}
}

async function main(): Promise<void> {
	const found = await scanProblems();
	for (const text of found) console.error(text);
	if (found.length > 0) process.exitCode = 1;
	else console.log("n8n's scanner: no error, no warning");
}

if (require.main === module) void main();
