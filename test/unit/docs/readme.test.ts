import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { InstantDmApi } from '../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../nodes/InstantDm/InstantDm.node';
import { InstantDmTrigger } from '../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { blocks } from '../../../scripts/docs';
import { blocksOf } from '../../../scripts/docs/markdown';
import { says, textsIn, type Text } from './sentences';

const ROOT = path.join(__dirname, '..', '..', '..');
const page = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
/** As a reader sees it: no padding of tables, no escapes. */
const words = page.replace(/ {2,}/g, ' ').replace(/\\([\\|`*_])/g, '$1');

describe('the generated blocks', () => {
	const expected = blocks();
	const found = blocksOf(page);

	it('are all there, once', () => {
		expect(found.map(([name]) => name).sort()).toEqual(
			Object.keys({ compatibility: '', ...expected }).sort(),
		);
	});

	/** Prettier lays tables and JSON out anew. */
	const bare = (text = '') => text.replace(/\s+|-{3,}/g, '');

	it.each(Object.keys(expected))('have %s as `npm run docs` writes it', (name) => {
		expect(bare(Object.fromEntries(found)[name])).toBe(bare(expected[name]));
	});
});

/** Sources whose words a person meets when something goes wrong. */
const SPEAKING = [
	'nodes/InstantDm',
	'nodes/InstantDm/execution',
	'nodes/InstantDm/input',
	'nodes/InstantDm/messageFormats',
	'nodes/InstantDm/resources',
	'nodes/InstantDmTrigger',
	'nodes/InstantDmTrigger/settings',
	'nodes/shared/api',
	'nodes/shared/api/errors',
	'nodes/shared/filters/linearRegex',
];

/** What describes the node's fields in the editor, and what no error says. */
const OF_THE_FORM = [
	...['displayName', 'name', 'description', 'placeholder', 'default', 'limits', 'subtitle'],
	...['activationMessage', 'eventTriggerDescription', 'activationHint', 'executionsHelp', 'header'],
	...['active', 'inactive'],
];

/** Not an error, the beginning of a detail in others' words, or there for the compiler only. */
const NO_ERROR = [
	'The input is not valid',
	'The run ended without a result.',
	'Sent. Instagram reported error 1/1357046, which means that the message was sent although its own reply to InstantDM was broken.',
	'InstantDM said: …',
	'Instagram said: … (…)',
	'The network reported ….',
];

function sentencesOf(folder: string): Text[] {
	const isForm = ({ property, file }: Text) =>
		property !== null &&
		OF_THE_FORM.includes(property) &&
		!(property === 'description' && file.endsWith('setup.ts'));
	return readdirSync(path.join(ROOT, folder))
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => textsIn(path.join(ROOT, folder, file)))
		.filter((text) => !isForm(text))
		.filter(({ text }) => text.split(' ').length >= 4 && !text.startsWith('='))
		.filter(({ text }) => !NO_ERROR.includes(text));
}

describe('the error tables', () => {
	it('hold every sentence of the code, in its words', () => {
		const sentences = SPEAKING.flatMap(sentencesOf);
		expect(sentences.length).toBeGreaterThan(100);

		const missing = sentences
			// The tables break a sentence at its colon.
			.filter(({ text }) => !text.split(': ').every((part) => says(words, part)))
			.map(({ file, text }) => `${path.relative(ROOT, file)}: ${text}`);
		expect(missing).toEqual([]);
	});

	it('hold every answer of the trigger', () => {
		const answers = textsIn(path.join(ROOT, 'nodes/InstantDmTrigger/responses.ts')).map(
			({ text }) => text,
		);
		const reasons = answers.filter((text) => !['ignored', 'rejected'].includes(text));
		expect(reasons.length).toBeGreaterThan(8);
		const inTable = [...words.matchAll(/"reason":"(\w+)"/g)].map(([, reason]) => reason);
		expect(inTable.sort()).toEqual([...new Set(reasons)].sort());
	});
});

describe('the tables of settings', () => {
	const collectionsOf = (properties: INodeProperties[]) =>
		properties.filter(({ name }) => name === 'options').flatMap(({ options = [] }) => options);
	const labels = [
		...new InstantDmApi().properties,
		...collectionsOf(new InstantDm().description.properties),
		...collectionsOf(new InstantDmTrigger().description.properties),
		...new InstantDmTrigger().description.properties.filter(
			({ type }) => type !== 'notice' && type !== 'collection',
		),
	].map((property) => ('displayName' in property ? property.displayName : property.name));

	it.each(labels)('have a row for %s', (label) => {
		expect(words).toMatch(new RegExp(`^\\| (?:[^|]+, )?${label}(?:, [^|]+)? \\|`, 'm'));
	});

	const choices = new InstantDm().description.properties
		.filter(({ name }) => ['operation', 'messageType'].includes(name))
		.flatMap(({ options = [] }) => options.map(({ name }) => name));

	it.each(choices)('have a heading for %s', (name) => {
		expect(words).toMatch(new RegExp(`^###+ (?:\\w+: )?${name}$`, 'm'));
	});
});
