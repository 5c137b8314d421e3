import { pack } from '../../../scripts/pack';
import { chosenHost } from './chosenHost';
import { temporaryFolder } from './temporaryFolder';

/**
 * Finds or installs n8n and packs the package, once for all host tests; globals.ts is how they get
 * at it.
 */
export default async function globalSetup(): Promise<void> {
	process.env.HOST = JSON.stringify(await chosenHost());
	const { path } = await temporaryFolder();
	process.env.PACKED = JSON.stringify(await pack(path));
}
