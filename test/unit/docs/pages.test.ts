import { blocks, pages } from '../../../scripts/docs';
import { choicesOf, fieldsInside } from '../../../scripts/docs/fields';
import { anchorOf, blocksOf } from '../../../scripts/docs/markdown';
import { FORMS, operations } from '../../../scripts/docs/reference';
import { EVENT_NAMES } from '../../../nodes/shared/events/index';
import type { INodeProperties } from 'n8n-workflow';
import { readSource } from './source';

const texts = new Map(pages().map(({ file, text }) => [file, text]));
const whole = [...texts.values()].join('\n').replace(/ {2,}/g, ' ');

describe('the generated blocks', () => {
	const expected = blocks();
	const found = [...texts.values()].flatMap(blocksOf);

	it('are each on one page, once', () => {
		expect(found.map(([name]) => name).sort()).toEqual(Object.keys(expected).sort());
	});

	it.each(Object.keys(expected))('have %s as `npm run docs` writes it', (name) => {
		expect(Object.fromEntries(found)[name]).toBe(expected[name]);
	});
});

it('the README has at most 220 lines', () => {
	expect(texts.get('README.md')?.split('\n').length).toBeLessThanOrEqual(221);
});

it('the page of the trigger has every response', () => {
	const reasons = readSource('nodes/InstantDmTrigger/responses.ts').strings.filter(
		(text) => /^[a-z_]+$/.test(text) && !['ignored', 'rejected', 'resumed'].includes(text),
	);
	expect(reasons.length).toBeGreaterThan(8);
	const inTable = [...(texts.get('docs/trigger.md') ?? '').matchAll(/"reason":"(\w+)"/g)];
	expect(inTable.map(([, reason]) => reason).sort()).toEqual([...new Set(reasons)].sort());
});

it('the page of the trigger explains every field of the items', () => {
	// As it is: the indentation tells the fields of an item from those inside them.
	const page = texts.get('docs/trigger.md') ?? '';
	const [, explanations = ''] = page.split('### What the fields mean');
	const explained = [...explanations.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
		[...cell.matchAll(/`(\w+)`/g)].map(([, field]) => field),
	);
	const items = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json = '']) => json);
	expect(items).toHaveLength(EVENT_NAMES.length);
	const fields = items.flatMap((json) =>
		[...json.matchAll(/^ {2}"(\w+)":/gm)].map(([, field]) => field),
	);
	expect(fields.length).toBeGreaterThan(20);
	expect([...new Set(fields)].filter((field) => !explained.includes(field))).toEqual([]);
});

it.each([...texts])('%s has no table with a row twice', (_file, text) => {
	const tables = [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n'));
	expect(tables.filter((rows) => new Set(rows).size < rows.length)).toEqual([]);
});

/** The labels of fields, those inside collections included. */
function labelsOf(fields: INodeProperties[]): string[] {
	return fields
		.filter(({ type }) => type !== 'notice')
		.flatMap((field) => [
			...(field.type === 'collection' ? [] : [field.displayName]),
			...labelsOf(fieldsInside(field)),
		]);
}

describe('the reference', () => {
	const lists = ['resource', 'operation'];
	const labels = Object.values(FORMS)
		.flatMap((fields) => labelsOf(fields.filter(({ name }) => !lists.includes(name))))
		.filter((label, place, all) => all.indexOf(label) === place);

	it.each(labels)('has a row for %s', (label) => {
		const escaped = label.replace(/[()]/g, '\\$&');
		expect(whole).toMatch(new RegExp(`^\\| (?:[^|]+ → )?${escaped} \\|`, 'm'));
	});

	const choices = Object.values(FORMS)
		.flat()
		.filter(({ name }) => ['events', 'messageType'].includes(name))
		.flatMap(choicesOf);
	const headings = [
		...operations.map(({ heading }) => heading),
		...choices.map(({ name }) => name),
	];

	it.each(headings)('has a heading for %s, and the README a link to it', (heading) => {
		expect(whole).toMatch(new RegExp(`^##+ ${heading}$`, 'm'));
		expect(texts.get('README.md')).toContain(`#${anchorOf(heading)})`);
	});
});
