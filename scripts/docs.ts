/**
 * Fills the generated blocks of the README and of the pages in docs/: fields, operations, message
 * types and events from the nodes' own descriptions, requests and items from the tests' fixtures,
 * errors from their tables, versions from test results. Usage: `npm run docs`
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { errorBlocks } from './docs/errors';
import { filled } from './docs/markdown';
import { referenceBlocks } from './docs/reference';
import { writeFormatted } from './writeFormatted';

const ROOT = path.join(__dirname, '..');

/** What `npm run test:matrix` found; its first table is the short one. */
const RESULTS = path.join(ROOT, 'test/n8n/matrix/RESULTS.md');

/** The pages that may hold generated blocks, with their text. */
export function pages(): { file: string; text: string }[] {
	return ['README.md', ...readdirSync(path.join(ROOT, 'docs'), { recursive: true })]
		.map((name) => String(name))
		.filter((name) => name.endsWith('.md'))
		.map((name) => (name === 'README.md' ? name : path.join('docs', name)))
		.map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

function compatibility(): Record<string, string> {
	const table = /^\|[^\n]*\|(?:\n\|[^\n]*\|)+/m.exec(readFileSync(RESULTS, 'utf8'))?.[0];
	if (table === undefined) throw new Error(`No table in ${RESULTS}`);
	const versions = [...table.matchAll(/^\| (\d[\d.]*)/gm)].map(([, version = '']) => version);
	return {
		compatibility: table,
		'n8n versions': `Tested in n8n ${versions.slice(0, -1).join(', ')} and ${versions.at(-1) ?? ''}.`,
	};
}

/** Every generated block by its name. */
export function blocks(): Record<string, string> {
	return { ...referenceBlocks(), ...errorBlocks(), ...compatibility() };
}

async function main(): Promise<void> {
	const contents = blocks();
	for (const { file, text } of pages()) {
		await writeFormatted(path.join(ROOT, file), filled(text, contents));
	}
}

if (require.main === module) void main();
