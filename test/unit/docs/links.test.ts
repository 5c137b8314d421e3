import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { anchorOf } from '../../../scripts/docs/markdown';

const ROOT = path.join(__dirname, '..', '..', '..');
const HOME = 'https://github.com/n8n-nodes-instantdm/n8n-nodes-instantdm';

const { scripts } = z
	.object({ scripts: z.record(z.string()) })
	.parse(JSON.parse(read('package.json')));

function read(file: string): string {
	return readFileSync(path.join(ROOT, file), 'utf8');
}

/** Files that are, or are about to be, part of the repository. */
function files(...patterns: string[]): string[] {
	const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
	return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
		.split('\n')
		.filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

const withoutFences = (page: string) => page.replace(/^ *```[\s\S]*?^ *```$/gm, '');
const withoutCode = (page: string) => withoutFences(page).replace(/`[^`\n]+`/g, '');

/** The anchors that GitHub gives the headings of a page. */
function anchorsIn(page: string): string[] {
	const seen = new Map<string, number>();
	return [...withoutFences(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
		const slug = anchorOf(heading);
		const before = seen.get(slug) ?? 0;
		seen.set(slug, before + 1);
		return before === 0 ? slug : `${slug}-${before}`;
	});
}

/** What a page links to and shows. */
function linksIn(page: string): string[] {
	const links = withoutCode(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g);
	return [...links].map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '');
}

/** Where a link of a page leads, from the root; undefined for another site. */
function targetOf(page: string, link: string): { file: string; anchor: string } | undefined {
	if (/^[a-z]+:/i.test(link)) return undefined;
	const [file = '', anchor = ''] = link.split('#');
	const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
	return { file: target, anchor };
}

const pages = files('*.md');

describe.each(pages)('%s', (page) => {
	const text = read(page);

	it('links only to what is there', () => {
		const broken = linksIn(text).filter((link) => {
			const target = targetOf(page, link);
			if (target === undefined) return false;
			if (!existsSync(path.join(ROOT, target.file))) return true;
			return target.anchor !== '' && !anchorsIn(read(target.file)).includes(target.anchor);
		});
		expect(broken).toEqual([]);
	});

	it('names only commands that package.json has', () => {
		const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('names only files that are there', () => {
		// The worked examples of CONTRIBUTING.md add these.
		const imagined = /(hide|sharedPost|new-?[fF]ollower)\.(ts|json)$/;
		const named = [
			...text.matchAll(/`((?:nodes|test|scripts|credentials|examples)\/[\w./-]+\.\w+)`/g),
		]
			.map(([, name = '']) => name)
			.filter((name) => !imagined.test(name));
		expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
	});
});

it('the README leads to every page in docs', () => {
	const linked = linksIn(read('README.md')).map((link) => targetOf('README.md', link)?.file);
	expect(files('docs/*.md').filter((page) => !linked.includes(page))).toEqual([]);
});

it('every picture is on a page', () => {
	const shown = pages.flatMap((page) =>
		linksIn(read(page)).map((link) => targetOf(page, link)?.file),
	);
	const pictures = files('docs/images/*');
	expect(pictures.length).toBeGreaterThan(10);
	expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
});

it('the links of nodes and credential lead to pages and headings that are there', () => {
	const sources = files('nodes/*.ts', 'nodes/*.json', 'credentials/*.ts').map(read).join('\n');
	const links = [
		...sources.matchAll(new RegExp(`${HOME}(?:/blob/main/([\\w./-]+))?#?([\\w-]*)`, 'g')),
	];
	expect(links.length).toBeGreaterThan(2);
	const broken = links.filter(([, file = 'README.md', anchor = '']) => {
		if (!existsSync(path.join(ROOT, file))) return true;
		return !['', 'readme', ...anchorsIn(read(file))].includes(anchor);
	});
	expect(broken.map(([link]) => link)).toEqual([]);
});

describe('the examples', () => {
	const page = read('examples/README.md');
	const examples = readdirSync(path.join(ROOT, 'examples')).filter((file) =>
		file.endsWith('.json'),
	);
	const workflowSchema = z.object({
		name: z.string(),
		nodes: z.array(
			z.object({
				name: z.string(),
				type: z.string(),
				position: z.tuple([z.number(), z.number()]),
				parameters: z.object({
					content: z.string().default(''),
					events: z.array(z.string()).default([]),
				}),
			}),
		),
	});

	it.each(examples)('%s has its name as a heading, a paragraph and a picture', (file) => {
		const { name } = workflowSchema.parse(JSON.parse(read(`examples/${file}`)));
		const picture = `docs/images/example-${path.basename(file, '.json')}.png`;
		expect(page).toContain(`## ${name}\n\n[\`${file}\`](${file})\n`);
		expect(page).toContain(`](../${picture})`);
		expect(existsSync(path.join(ROOT, picture))).toBe(true);
	});

	it.each(examples)('%s has a note that names its events and the webhook secret', (file) => {
		const { nodes } = workflowSchema.parse(JSON.parse(read(`examples/${file}`)));
		const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const trigger = nodes.find(({ type }) => type === 'n8n-nodes-instantdm.instantDmTrigger');
		const events = trigger?.parameters.events ?? [];
		const content = note?.parameters.content ?? '';
		expect(content).toContain('webhook secret');
		expect(events.filter((event) => !content.includes(`**${event}**`))).toEqual([]);
	});

	it.each(examples)(
		'%s has one button to start with at most: n8n leaves out a second one',
		(file) => {
			const { nodes } = workflowSchema.parse(JSON.parse(read(`examples/${file}`)));
			const buttons = nodes.filter(({ type }) => type === 'n8n-nodes-base.manualTrigger');
			expect(buttons.length).toBeLessThanOrEqual(1);
		},
	);

	it.each(examples)('%s has room around each node and its name', (file) => {
		const { nodes } = workflowSchema.parse(JSON.parse(read(`examples/${file}`)));
		const shown = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
		const crowded = shown.flatMap(({ name, position: [x, y] }, index) =>
			shown
				.slice(index + 1)
				.filter(
					({ position }) => Math.abs(position[0] - x) < 120 && Math.abs(position[1] - y) < 160,
				)
				.map((other) => [name, other.name]),
		);
		expect(crowded).toEqual([]);
	});

	it('are as many as the README says', () => {
		expect(read('README.md')).toContain(`${examples.length} workflows you can import`);
	});
});
