/**
 * Everything that has to be true before a version is published, a line for each.
 * Usage: `npm run release:check -- v1.2.3`, or without the tag while the release is prepared.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

import { disagreements } from './release/agreement';
import { npmProblems } from './release/readme';
import { scanProblems } from './scan';

const ROOT = join(__dirname, '..');
const read = async (file: string) => await readFile(join(ROOT, file), 'utf8');
const run = async (command: string, ...args: string[]) =>
	(await promisify(execFile)(command, args, { cwd: ROOT })).stdout;
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

async function agreement(tag: string | undefined): Promise<string[]> {
	return disagreements({
		tag,
		manifest: await read('package.json'),
		lock: await read('package-lock.json'),
		changelog: await read('CHANGELOG.md'),
		// A fork may well rehearse.
		publisher: tag === undefined ? undefined : process.env.GITHUB_REPOSITORY,
	});
}

/** What is published has to be what is tagged. */
async function uncommitted(): Promise<string[]> {
	return lines(await run('git', 'status', '--porcelain'));
}

async function readme(): Promise<string[]> {
	const { repository } = z
		.object({ repository: z.object({ url: z.string() }) })
		.parse(JSON.parse(await read('package.json')));
	const files = lines(await run('git', 'ls-files'));
	return npmProblems(await read('README.md'), files, repository.url);
}

/** Links, pictures, named commands and generated blocks of every page. */
async function pages(): Promise<string[]> {
	await run('npx', 'jest', '--silent', 'test/unit/docs');
	return [];
}

async function main(tag: string | undefined): Promise<void> {
	const checks: (readonly [string, () => Promise<string[]>])[] = [
		['Tag, package.json, lock file and changelog agree', () => agreement(tag)],
		...(tag === undefined ? [] : ([['Everything is committed', uncommitted]] as const)),
		["The README works on npm's site", readme],
		['The links and pictures of all pages are there', pages],
		[
			"The package holds what it has to in at most 110 KB, and n8n's scanner passes it",
			scanProblems,
		],
	];
	for (const [name, problemsOf] of checks) {
		const found = await problemsOf().catch((error: unknown) => [String(error)]);
		console.log(`${found.length === 0 ? 'ok' : 'NO'}  ${name}`);
		for (const problem of found) console.log(problem.replace(/^/gm, '      '));
		if (found.length > 0) process.exitCode = 1;
	}
}

void main(process.argv[2]);
