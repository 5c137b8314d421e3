import { contentProblems } from '../../../../scripts/release/contents';

const root = '/home/someone/instantdm';
const n8n = { nodes: ['dist/nodes/Us/Us.node.js'], credentials: ['dist/credentials/Us.js'] };
const paths = [
	...['package.json', 'index.js', 'README.md', 'LICENSE.md'],
	...['dist/nodes/Us/Us.node.js', 'dist/nodes/Us/Us.node.json', 'dist/nodes/Us/us.svg'],
	...['dist/credentials/Us.js', 'dist/nodes/Us/latest.js'],
];

/** A package whose files are fit, with some added, changed or (as null) left out. */
function contents(changes: Record<string, string | null> = {}, size = 100 * 1024) {
	const files = new Map(paths.map((path) => [path, '']));
	for (const [path, text] of Object.entries(changes)) {
		if (text === null) files.delete(path);
		else files.set(path, text);
	}
	return { size, files, n8n, root };
}

describe('the contents of the package', () => {
	it('are fit with what n8n needs and nothing else', () => {
		expect(contentProblems(contents())).toEqual([]);
	});

	it.each(paths.slice(0, -1))('need %s', (path) => {
		const [problem, ...more] = contentProblems(contents({ [path]: null }));
		expect(problem).toBe(`missing: ${path.endsWith('.svg') ? 'the icons' : path}`);
		expect(more).toEqual([]);
	});

	it.each([
		'dist/nodes/Us/Us.node.test.js',
		'dist/nodes/Us/Us.node.js.map',
		'dist/tsconfig.build.tsbuildinfo',
		'dist/scripts/pack.js',
		'test/fixtures/secret.json',
		'.env',
	])('hold no %s', (path) => {
		expect(contentProblems(contents({ [path]: '' }))).toEqual([`not needed: ${path}`]);
	});

	it.each([
		['a path of the machine', `require("${root}/nodes/a")`],
		['a source map', '//# sourceMappingURL=Us.node.js.map'],
	])('hold no %s', (_name, text) => {
		const found = contentProblems(contents({ 'dist/nodes/Us/Us.node.js': text }));
		expect(found).toEqual(['names a place on this machine: dist/nodes/Us/Us.node.js']);
	});

	it('take at most 110 KB', () => {
		expect(contentProblems(contents({}, 110 * 1024))).toEqual([]);
		expect(contentProblems(contents({}, 110 * 1024 + 1))).toEqual([
			'too big: 112641 bytes packed, at most 112640',
		]);
	});
});
