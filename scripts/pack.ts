import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const ROOT = join(__dirname, '..');
const MAX_PACKED_BYTES = 100 * 1024;

/** What n8n needs, and what every npm package carries. Anything else is a mistake in `files`. */
const ALLOWED = [
	/^(package\.json|index\.js|README\.md|LICENSE\.md)$/,
	/^dist\/(nodes|credentials)\/.+\.js$/,
	/^dist\/nodes\/.+\.(json|svg)$/,
];

const packedSchema = z.object({
	name: z.string(),
	version: z.string(),
	filename: z.string(),
	/** Bytes of the tarball. */
	size: z.number(),
	files: z.array(z.object({ path: z.string(), size: z.number() })),
});

const manifestSchema = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

/** The tarball's absolute path, and what npm says is in it (sizes in bytes). */
export type Packed = z.infer<typeof packedSchema> & { tarball: string };

/**
 * Builds the package, packs it as npm would publish it, and checks what is inside.
 * @param into the folder that receives the tarball
 * @throws Error that lists every file that is missing or too much, or says that it is too big
 */
export async function pack(into: string): Promise<Packed> {
	const npm = async (...args: string[]) =>
		(await promisify(execFile)('npm', args, { cwd: ROOT })).stdout;
	await npm('run', 'build');
	const answer: unknown = JSON.parse(await npm('pack', '--json', '--pack-destination', into));
	const [packed] = z.tuple([packedSchema]).parse(answer);

	const { n8n } = manifestSchema.parse(
		JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')),
	);
	const problems = problemsOf(packed, n8n.nodes, n8n.credentials);
	if (problems.length > 0) throw new Error(`The package is not fit:\n${problems.join('\n')}`);
	return { ...packed, tarball: join(into, packed.filename) };
}

function problemsOf(
	{ files, size }: z.infer<typeof packedSchema>,
	nodes: string[],
	credentials: string[],
): string[] {
	const paths = files.map(({ path }) => path);
	const needed = [
		'package.json',
		'index.js',
		'README.md',
		'LICENSE.md',
		...credentials,
		...nodes,
		...nodes.map((node) => node.replace(/\.js$/, '.json')),
	];
	const iconless = nodes.length > 0 && !paths.some((path) => posix.extname(path) === '.svg');
	return [
		...needed.filter((path) => !paths.includes(path)).map((path) => `missing: ${path}`),
		...paths
			.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
			.map((path) => `not needed: ${path}`),
		...(iconless ? ['missing: the icons'] : []),
		...(size > MAX_PACKED_BYTES
			? [`too big: ${size} bytes packed, at most ${MAX_PACKED_BYTES}`]
			: []),
	];
}

async function main(): Promise<void> {
	const { tarball, files, size } = await pack(ROOT);
	for (const file of files) console.log(`${String(file.size).padStart(8)}  ${file.path}`);
	console.log(`${tarball}: ${files.length} files, ${size} bytes packed`);
}

if (require.main === module) void main();
