import { VERSIONS_FOLDER } from '../../support/host/chosenHost';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({ dependencies: z.object({ n8n: z.string() }) });

/**
 * An n8n to test against, and the folder whose package.json and lock file install it; undefined for
 * the one that the environment chooses.
 */
export interface Version {
	n8n: string;
	folder?: string;
}

/** Every n8n that the repository has a lock file for, oldest first. */
export async function allVersions(): Promise<Version[]> {
	const names = await readdir(VERSIONS_FOLDER);
	const versions = await Promise.all(
		names.map(async (name) => {
			const folder = join(VERSIONS_FOLDER, name);
			const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
			return { n8n: manifestSchema.parse(manifest).dependencies.n8n, folder };
		}),
	);
	return versions.sort((one, other) => one.n8n.localeCompare(other.n8n, 'en', { numeric: true }));
}

/**
 * The versions that are asked for.
 * @param wanted separated by commas; undefined or empty: all
 * @throws Error for a version that there is no lock file for, with the list of those there are
 */
export function chooseVersions(versions: Version[], wanted: string | undefined): Version[] {
	const names = (wanted ?? '').split(',').flatMap((name) => name.trim() || []);
	const unknown = names.filter((name) => !versions.some(({ n8n }) => n8n === name));
	if (unknown.length > 0) {
		const known = versions.map(({ n8n }) => n8n).join(', ');
		throw new Error(`No lock file for n8n ${unknown.join(', ')}; there are: ${known}`);
	}
	return names.length === 0 ? versions : versions.filter(({ n8n }) => names.includes(n8n));
}
