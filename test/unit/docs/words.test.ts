import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { TextlintKernel } from '@textlint/kernel';
import markdown from '@textlint/textlint-plugin-markdown';
import prh from 'textlint-rule-prh';
import { z } from 'zod';

import { withoutBlocks } from '../../../scripts/docs/markdown';
import { readSource } from './source';

const ROOT = path.join(__dirname, '../../..');
const kernel = new TextlintKernel();

/** What is wrong with the words of a text, each with its line. */
async function complaints(text: string): Promise<string[]> {
	const { messages } = await kernel.lintText(text, {
		ext: '.md',
		plugins: [{ pluginId: 'markdown', plugin: markdown }],
		rules: [
			{
				ruleId: 'prh',
				rule: prh,
				options: {
					rulePaths: [path.join(__dirname, 'words.yml')],
					checkEmphasis: true,
					checkLink: true,
				},
			},
		],
	});
	return messages.map(({ loc, message }) => `line ${loc.start.line}: ${message}`);
}

const pages = execFileSync(
	'git',
	['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
	{ cwd: ROOT, encoding: 'utf8' },
)
	.split('\n')
	.filter((file) => existsSync(path.join(ROOT, file)))
	.filter((file) => file.endsWith('.md') && !file.includes('RESULTS'));

it('finds a word that must not come back', async () => {
	expect(await complaints('Somebody must mend it.')).toEqual([
		'line 1: Somebody => someone',
		'line 1: mend => fix',
	]);
});

it.each(pages)('%s is in plain words', async (page) => {
	// What is generated has its words from the nodes.
	const written = withoutBlocks(readFileSync(path.join(ROOT, page), 'utf8'));
	expect(await complaints(written)).toEqual([]);
});

const sources = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true }).map((file) =>
			path.join(folder, String(file)),
		),
	)
	.filter((file) => file.endsWith('.ts'))
	.map((file) => ({ file, ...readSource(path.join(ROOT, file)) }));

/** What people read: sentences and labels, since names and code have no space; and the comments. */
const texts = sources.flatMap(({ file, strings, comments }) =>
	[
		...strings.filter((text) => text.includes(' ') && !text.startsWith('=')),
		...comments.map((comment) => comment.replace(/^[\s/]*\*+\/?|^\s*\/\//gm, '')),
	].map((text) => ({ file, text })),
);

it('what nodes and credential say, and their comments, are in plain words', async () => {
	expect(texts.length).toBeGreaterThan(1000);
	const found = await Promise.all(
		texts.map(async ({ file, text }) =>
			(await complaints(text)).map((complaint) => `${file}: ${text}: ${complaint}`),
		),
	);
	expect(found.flat()).toEqual([]);
});

const examples = readdirSync(path.join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));

it.each(examples)('what %s says is in plain words', async (file) => {
	const { name, nodes } = z
		.object({ name: z.string(), nodes: z.array(z.object({ name: z.string() }).passthrough()) })
		.parse(JSON.parse(readFileSync(path.join(ROOT, 'examples', file), 'utf8')));
	const said = [name, ...nodes.map((node) => node.name), ...textsOf(nodes)].join('\n\n');
	expect(await complaints(said)).toEqual([]);
});

/** The texts anywhere inside, but for expressions. */
function textsOf(value: unknown): string[] {
	if (typeof value === 'string')
		return value.includes(' ') && !value.startsWith('=') ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsOf);
}
