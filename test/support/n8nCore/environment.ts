import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What n8n-core reads from the environment when it is first used: where it keeps its settings (it
 * would write to the user's own `~/.n8n`) and how loudly it logs. Import this before n8n-core.
 */
const { JEST_WORKER_ID: worker = 'alone' } = process.env;
const root = join(__dirname, '..', '..', '..');
// Within reach of `npm ci`, since a test's process cannot clean up: Jest gives it no exit event.
const userFolder = join(root, 'node_modules', '.cache', 'n8n-core', worker);
mkdirSync(userFolder, { recursive: true });
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
