import { posix } from 'node:path';

const MAX_PACKED_BYTES = 110 * 1024;

/** What n8n needs, and what every npm package carries. Anything else is a mistake in `files`. */
const ALLOWED = [
	/^(package\.json|index\.js|README\.md|LICENSE\.md)$/,
	/^dist\/(nodes|credentials)\/(?!.*\.test\.js$).+\.js$/,
	/^dist\/nodes\/.+\.(json|svg)$/,
];

/** A package as it would be published. */
export interface Contents {
	/** Bytes of the tarball. */
	size: number;
	/** Every file's text by its path in the package. */
	files: ReadonlyMap<string, string>;
	/** package.json's `n8n`: the paths of what n8n loads. */
	n8n: { nodes: string[]; credentials: string[] };
	/** Where the package was built: no file may say. */
	root: string;
}

/** What is missing, too much or too big, a line each; empty for a package that is fit. */
export function contentProblems({ size, files, n8n, root }: Contents): string[] {
	const paths = [...files.keys()];
	const needed = [
		...['package.json', 'index.js', 'README.md', 'LICENSE.md'],
		...n8n.credentials,
		...n8n.nodes,
		...n8n.nodes.map((node) => node.replace(/\.js$/, '.json')),
	];
	const hasIcons = paths.some((path) => posix.extname(path) === '.svg');
	const isTelling = (text: string) => text.includes(root) || text.includes('sourceMappingURL=');
	return [
		...needed.filter((path) => !files.has(path)).map((path) => `missing: ${path}`),
		...(hasIcons ? [] : ['missing: the icons']),
		...paths
			.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
			.map((path) => `not needed: ${path}`),
		...[...files]
			.filter(([, text]) => isTelling(text))
			.map(([path]) => `names a place on this machine: ${path}`),
		...(size > MAX_PACKED_BYTES
			? [`too big: ${size} bytes packed, at most ${MAX_PACKED_BYTES}`]
			: []),
	];
}
