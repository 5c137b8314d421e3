import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VERSIONS_FOLDER } from './chosenHost';
import type { Host } from './install';

/**
 * The environment of an n8n that talks to nobody but loopback: telemetry, version checks, templates,
 * banners, vetted packages and licence renewal are off.
 * @param brokerPort where its task runner finds it
 */
export function settingsFor(
	{ command: [, script] }: Host,
	userFolder: string,
	port: number,
	brokerPort: number,
): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: userFolder,
		// Halves n8n's start from the second time on.
		NODE_COMPILE_CACHE: join(VERSIONS_FOLDER, '..', '.tmp', 'compile-cache'),
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'for-tests-and-development-only',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'UTC',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
		...quietModules(script),
	};
}

/** A module that fetches a list from n8n's servers; a version that lacks it refuses its name. */
function quietModules(script = ''): NodeJS.ProcessEnv {
	const module = 'mcp-registry';
	const isThere = existsSync(join(script, '..', '..', 'dist', 'modules', module));
	return isThere ? { N8N_DISABLED_MODULES: module } : {};
}
