import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What n8n-core reads from the environment when it is first used: where it keeps its settings (it
 * would write to the user's own `~/.n8n`) and how loudly it logs. Import this before n8n-core.
 */
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-core-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.on('exit', () => {
	rmSync(userFolder, { recursive: true, force: true });
});
