import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

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
		const slug = heading
			.replace(/\[([^\]]*)\]\([^)]*\)|[`*]/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-');
		const before = seen.get(slug) ?? 0;
		seen.set(slug, before + 1);
		return before === 0 ? slug : `${slug}-${before}`;
	});
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
		const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
		const broken = links.filter((link) => {
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
		const imagined = /(hide|sharedPost|mention)\.(ts|json)$/;
		const named = [
			...text.matchAll(/`((?:nodes|test|scripts|credentials|examples)\/[\w./-]+\.\w+)`/g),
		]
			.map(([, name = '']) => name)
			.filter((name) => !imagined.test(name));
		expect(named.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
	});
});

it('the links of nodes and credential lead to headings of the README', () => {
	const sources = files('nodes/*.ts', 'nodes/*.json', 'credentials/*.ts').map(read).join('\n');
	const anchors = [...sources.matchAll(new RegExp(`${HOME}#([\\w-]+)`, 'g'))].map(
		([, anchor = '']) => anchor,
	);
	expect(anchors.length).toBeGreaterThan(2);
	expect(['readme', ...anchorsIn(read('README.md'))]).toEqual(expect.arrayContaining(anchors));
});

describe('the examples', () => {
	const page = read('examples/README.md');
	const examples = readdirSync(path.join(ROOT, 'examples')).filter((file) =>
		file.endsWith('.json'),
	);

	it.each(examples)('%s has a note, a paragraph and a picture', (file) => {
		const { nodes } = z
			.object({ nodes: z.array(z.object({ type: z.string() })) })
			.parse(JSON.parse(read(`examples/${file}`)));
		expect(nodes.map(({ type }) => type)).toContain('n8n-nodes-base.stickyNote');

		const picture = `docs/images/example-${path.basename(file, '.json')}.png`;
		expect(page).toContain(`](${file})`);
		expect(page).toContain(`](../${picture})`);
		expect(existsSync(path.join(ROOT, picture))).toBe(true);
	});
});
