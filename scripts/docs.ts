/**
 * Fills the blocks of the README that are made from code, from the tests' fixtures and from test
 * results: what goes out, what comes in, every error, what runs where. Usage: `npm run docs`
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { errorBlocks } from './docs/errors';
import { filled } from './docs/markdown';
import { eventBlocks, requestBlocks } from './docs/samples';
import { writeFormatted } from './writeFormatted';

/** What `npm run test:matrix` found; its first table is the short one. */
const RESULTS = path.join(__dirname, '..', 'test', 'matrix', 'RESULTS.md');

function compatibility(): Record<string, string> {
	if (!existsSync(RESULTS)) return {};
	const table = /^\|[^\n]*\|(?:\n\|[^\n]*\|)+/m.exec(readFileSync(RESULTS, 'utf8'))?.[0];
	if (table === undefined) throw new Error(`No table in ${RESULTS}`);
	return { compatibility: table };
}

/** Every generated block by its name. */
export function blocks(): Record<string, string> {
	return { ...requestBlocks(), ...eventBlocks(), ...errorBlocks(), ...compatibility() };
}

async function main(): Promise<void> {
	const file = path.join(__dirname, '..', 'README.md');
	await writeFormatted(file, filled(await readFile(file, 'utf8'), blocks()));
}

if (require.main === module) void main();
