import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser } from 'playwright-core';
import { run } from '../../support/host/run';

/** Where Debian and Ubuntu put it; CHROMIUM names another one. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** No calls home, and no sandbox: that one does not work for root, as which containers run. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * Starts a headless Chromium with a profile of its own, and installs it before that when it is
 * missing and this process may do so.
 * @throws Error that says what to install
 */
export async function launchChromium(): Promise<Browser> {
	if (!existsSync(CHROMIUM)) await installChromium();
	// The attribute by which n8n's own editor tests find things.
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

async function installChromium(): Promise<void> {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error(
			`There is no ${CHROMIUM}: install Chromium (Debian, Ubuntu: apt-get install chromium), or name one in the environment variable CHROMIUM`,
		);
	}
	const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
	await run('apt-get', ['update'], options);
	await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
}
