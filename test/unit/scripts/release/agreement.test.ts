import { disagreements } from '../../../../scripts/release/agreement';

const manifest = (version: string) =>
	JSON.stringify({ version, repository: { url: 'git+https://github.com/us/ours.git' } });
const lock = (version: string, root = version) =>
	JSON.stringify({ version, packages: { '': { version: root }, 'node_modules/other': {} } });

const agreeing = {
	tag: 'v1.2.3',
	manifest: manifest('1.2.3'),
	lock: lock('1.2.3'),
	changelog: '# Changelog\n\n## [1.2.3] - 2026-01-31\n\n- Something.\n\n## [1.2.2] - 2026-01-01\n',
	publisher: 'us/ours',
};

describe('what a release says of itself', () => {
	it('may be published when everything agrees', () => {
		expect(disagreements(agreeing)).toEqual([]);
	});

	it('needs neither a date nor a publisher in a rehearsal', () => {
		const changelog = agreeing.changelog.replace('2026-01-31', 'Unreleased');
		const rehearsal = { ...agreeing, tag: undefined, publisher: undefined, changelog };
		expect(disagreements(rehearsal)).toEqual([]);
	});

	it.each([
		['another tag', { tag: 'v1.2.4' }, 'The tag is v1.2.4, package.json says 1.2.3'],
		['a tag without its v', { tag: '1.2.3' }, 'The tag is 1.2.3'],
		['an empty tag', { tag: '' }, 'The tag is ,'],
		['an older lock file', { lock: lock('1.2.2') }, "package-lock.json isn't at 1.2.3"],
		['a lock file half updated', { lock: lock('1.2.3', '1.2.2') }, "isn't at 1.2.3"],
		['a changelog without the version', { changelog: '## [1.2.2] - 2026-01-01' }, 'starts with'],
		['a changelog without versions', { changelog: '# Changelog' }, 'starts with'],
		[
			'entries above the version',
			{ changelog: `## [Unreleased]\n\n- More.\n\n${agreeing.changelog}` },
			'starts with "## [Unreleased]"',
		],
		['an undated version', { changelog: '## [1.2.3] - Unreleased' }, 'no date'],
		['a day that never was', { changelog: '## [1.2.3] - 2026-02-30' }, 'no date'],
		['a fork that publishes', { publisher: 'them/ours' }, 'them/ours publishes it'],
	])('may not be published with %s', (_name, change, sentence) => {
		expect(disagreements({ ...agreeing, ...change })).toEqual([expect.stringContaining(sentence)]);
	});

	it('names every disagreement at once', () => {
		expect(disagreements({ ...agreeing, manifest: manifest('2.0.0') })).toHaveLength(3);
	});
});
