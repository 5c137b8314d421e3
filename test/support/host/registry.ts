import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Packed } from '../../../scripts/pack';

/**
 * Stands between n8n and the npm registry: an `npm` for n8n's PATH that knows one unpublished
 * package, answers what n8n's Community Nodes page asks (`view`, `pack`, `outdated`), and leaves
 * everything else to the real npm.
 * @param folder receives the command
 * @returns environment variables for n8n: the PATH, and a proxy that nobody answers, so that the
 *   page's question to the public registry fails and it falls back to its npm command
 */
export async function registryWith(
	{ name, version, filename, tarball }: Packed,
	folder: string,
): Promise<Record<string, string>> {
	const realNpm = (await promisify(execFile)('sh', ['-c', 'command -v npm'])).stdout.trim();
	const script = `#!/bin/sh
case "$1 $2" in
	"view ${name}@"*) echo '"${version}"' ;;
	# Older versions of n8n install by name.
	"install ${name}@"*) exec '${realNpm}' install '${tarball}' ;;
	"pack ${name}@"*) cp '${tarball}' . && echo '${filename}' ;;
	outdated*) echo '{}' ;;
	*) exec '${realNpm}' "$@" ;;
esac
`;
	await mkdir(folder, { recursive: true });
	const command = join(folder, 'npm');
	await writeFile(command, script);
	await chmod(command, 0o755);
	const nobody = 'http://127.0.0.1:9';
	return {
		PATH: `${folder}:${process.env.PATH ?? ''}`,
		HTTP_PROXY: nobody,
		HTTPS_PROXY: nobody,
		NO_PROXY: '127.0.0.1,localhost',
	};
}
