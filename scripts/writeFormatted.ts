import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file as Prettier would leave it, folders included. */
export async function writeFormatted(file: string, content: string): Promise<void> {
	// Loads more of itself at once, which Jest does not let it do: only the commands need it.
	const { format, resolveConfig } = await import('prettier');
	const config = await resolveConfig(file, { editorconfig: true });
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, await format(content, { ...config, filepath: file }));
}
