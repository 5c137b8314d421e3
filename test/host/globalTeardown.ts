import { rm } from 'node:fs/promises';

/** Removes the tarball that globalSetup made. */
export default async function globalTeardown(): Promise<void> {
	const folder = process.env.PACKED_FOLDER;
	if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
