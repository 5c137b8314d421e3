/**
 * Refuses a release whose tag, package.json and CHANGELOG disagree.
 * Usage: `tsx scripts/releaseCheck.ts v1.2.3`
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string() });

interface Release {
	/** The git tag, `v` included. */
	tag: string;
	/** The text of package.json. */
	manifest: string;
	/** The text of CHANGELOG.md. */
	changelog: string;
}

/**
 * What speaks against publishing, one sentence each; empty when all three agree.
 * A released version has a dated heading in the changelog, as Keep a Changelog asks.
 */
export function disagreements({ tag, manifest, changelog }: Release): string[] {
	const { version } = manifestSchema.parse(JSON.parse(manifest));
	const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}]`));
	const found: string[] = [];
	if (tag !== `v${version}`) {
		found.push(`The tag is ${tag}, package.json says ${version}: tag v${version} instead.`);
	}
	if (heading === undefined) {
		found.push(`CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD".`);
	} else if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
		found.push(`CHANGELOG.md has no date at "${heading}": it is not released yet.`);
	}
	return found;
}

if (require.main === module) {
	const root = path.resolve(__dirname, '..');
	const found = disagreements({
		tag: process.argv[2] ?? '',
		manifest: readFileSync(path.join(root, 'package.json'), 'utf8'),
		changelog: readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'),
	});
	for (const sentence of found) console.error(sentence);
	process.exitCode = found.length === 0 ? 0 : 1;
}
