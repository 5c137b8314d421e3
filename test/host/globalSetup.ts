import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../scripts/pack';
import { installHost } from './install';

/** Installs n8n and packs the package once for all host tests; see setup.ts for what they get. */
export default async function globalSetup(): Promise<void> {
	process.env.HOST = JSON.stringify(await installHost(__dirname));
	process.env.PACKED_FOLDER = await mkdtemp(join(tmpdir(), 'n8n-nodes-instantdm-'));
	process.env.PACKED = JSON.stringify(await pack(process.env.PACKED_FOLDER));
}
