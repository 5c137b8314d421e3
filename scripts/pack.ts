import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { exclusively } from '../test/support/host/lock';
import { contentProblems } from './release/contents';

const ROOT = join(__dirname, '..');

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
export function pack(into: string): Promise<Packed> {
	// All of them build into the same folder.
	return exclusively(join(ROOT, '.tmp', 'pack.lock'), () => buildAndPack(into));
}

async function buildAndPack(into: string): Promise<Packed> {
	const npm = async (...args: string[]) =>
		(await promisify(execFile)('npm', args, { cwd: ROOT })).stdout;
	await npm('run', 'build');
	const answer: unknown = JSON.parse(await npm('pack', '--json', '--pack-destination', into));
	const [packed] = z.tuple([packedSchema]).parse(answer);

	const read = async (path: string) => [path, await readFile(join(ROOT, path), 'utf8')] as const;
	const files = new Map(await Promise.all(packed.files.map(({ path }) => read(path))));
	const { n8n } = manifestSchema.parse(JSON.parse(files.get('package.json') ?? ''));
	const problems = contentProblems({ size: packed.size, files, n8n, root: ROOT });
	if (problems.length > 0) throw new Error(`The package is not fit:\n${problems.join('\n')}`);
	return { ...packed, tarball: join(into, packed.filename) };
}

async function main(): Promise<void> {
	const { tarball, files, size } = await pack(ROOT);
	for (const file of files) console.log(`${String(file.size).padStart(8)}  ${file.path}`);
	console.log(`${tarball}: ${files.length} files, ${size} bytes packed`);
}

if (require.main === module) void main();
