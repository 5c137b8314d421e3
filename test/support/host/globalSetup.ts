import { join, resolve } from 'node:path';
import { pack } from '../../../scripts/pack';
import { installHost } from './install';
import { temporaryFolder } from './temporaryFolder';

/**
 * Installs n8n (that of the folder N8N_FOLDER, or this one's) and packs the package, once for all
 * host tests; globals.ts is how they get at it.
 */
export default async function globalSetup(): Promise<void> {
	const folder = resolve(process.env.N8N_FOLDER ?? join(__dirname, '..', '..', 'n8n', 'host'));
	process.env.HOST = JSON.stringify(await installHost(folder));
	const { path } = await temporaryFolder();
	process.env.PACKED = JSON.stringify(await pack(path));
}
