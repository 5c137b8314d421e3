import { disagreements } from '../../../scripts/releaseCheck';

const agreeing = {
	tag: 'v1.2.3',
	manifest: '{ "version": "1.2.3" }',
	changelog: '# Changelog\n\n## [1.2.3] - 2026-01-31\n\n- Something.\n\n## [1.2.2] - 2026-01-01\n',
};

describe('the release check', () => {
	it('lets a release pass when tag, package.json and changelog agree', () => {
		expect(disagreements(agreeing)).toEqual([]);
	});

	it.each([
		['another tag', { tag: 'v1.2.4' }, 'The tag is v1.2.4, package.json says 1.2.3'],
		['a tag without its v', { tag: '1.2.3' }, 'The tag is 1.2.3'],
		['a changelog without the version', { changelog: '## [1.2.2] - 2026-01-01' }, 'no heading'],
		['an undated version', { changelog: '## [1.2.3] - Unreleased' }, 'not released yet'],
	])('refuses %s', (_name, change, sentence) => {
		expect(disagreements({ ...agreeing, ...change })).toEqual([expect.stringContaining(sentence)]);
	});

	it('names every disagreement at once', () => {
		expect(disagreements({ ...agreeing, manifest: '{ "version": "2.0.0" }' })).toHaveLength(2);
	});
});
