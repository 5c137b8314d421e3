import { DateTime } from 'luxon';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string(), repository: z.object({ url: z.string() }) });
const lockSchema = z.object({
	version: z.string(),
	packages: z.object({ '': z.object({ version: z.string() }) }),
});

/** What a release says of itself, as text of the files that say it. */
export interface Release {
	/** The git tag, `v` included; undefined for a rehearsal, whose changelog needs no date yet. */
	tag: string | undefined;
	/** package.json */
	manifest: string;
	/** package-lock.json */
	lock: string;
	/** CHANGELOG.md */
	changelog: string;
	/** `owner/name` of the GitHub repository that publishes; undefined on any other machine. */
	publisher: string | undefined;
}

/**
 * What speaks against a release, a sentence each; empty when tag, package.json, lock file,
 * changelog and publishing repository agree.
 */
export function disagreements(release: Release): string[] {
	const { version, repository } = manifestSchema.parse(JSON.parse(release.manifest));
	return [
		...ofTag(release.tag, version),
		...ofLock(release.lock, version),
		...ofChangelog(release.changelog, version, release.tag !== undefined),
		...ofPublisher(release.publisher, repository.url),
	];
}

function ofTag(tag: string | undefined, version: string): string[] {
	if (tag === undefined || tag === `v${version}`) return [];
	return [`The tag is ${tag}, package.json says ${version}. Tag v${version} instead.`];
}

function ofLock(text: string, version: string): string[] {
	const lock = lockSchema.parse(JSON.parse(text));
	const isSame = lock.version === version && lock.packages[''].version === version;
	return isSame ? [] : [`package-lock.json isn't at ${version}. Run npm install.`];
}

/** Keep a Changelog: the newest version comes first, under a heading with its date. */
function ofChangelog(changelog: string, version: string, isDated: boolean): string[] {
	const heading = /^## .*$/m.exec(changelog)?.[0] ?? '';
	const wanted = `## [${version}] - `;
	if (!heading.startsWith(wanted)) {
		return [`CHANGELOG.md starts with "${heading}" instead of "${wanted}YYYY-MM-DD".`];
	}
	const date = heading.slice(wanted.length);
	const isDate = DateTime.fromFormat(date, 'yyyy-MM-dd').isValid;
	if (isDate || (!isDated && date === 'Unreleased')) return [];
	return [`CHANGELOG.md has no date in "${heading}".`];
}

/** npm refuses a package whose provenance names another repository than package.json does. */
function ofPublisher(publisher: string | undefined, url: string): string[] {
	if (publisher === undefined || url === `git+https://github.com/${publisher}.git`) return [];
	return [`package.json's repository is ${url}, but ${publisher} publishes it. npm refuses that.`];
}
