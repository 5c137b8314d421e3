import { readdirSync } from 'node:fs';
import path from 'node:path';

import { groupBy, isEqual, partition, uniq, uniqWith, upperFirst } from 'lodash';

import { stacked, table } from './markdown';
import { says, textsIn } from './sentences';

const NODES = path.join(__dirname, '../../nodes');

/** What describes the fields in the editor, and what no error says. */
const OF_THE_FORM = [
	...['displayName', 'name', 'description', 'placeholder', 'default', 'hint', 'action'],
	...['limits', 'subtitle', 'searchHint', 'propertyHint', 'header', 'active', 'inactive'],
	...['activationMessage', 'eventTriggerDescription', 'activationHint'],
];

/** Not an error, the beginning of a detail in others' words, or there for the compiler only. */
const NO_ERROR = [
	'The run ended without a result.',
	'There is no event …',
	'Sent. Instagram reported 1/1357046 but delivered the message.',
	'InstantDM said: …',
	'Instagram said: … (…)',
	'The network reported …',
];

/** Where no error is: the names of what can be chosen, hints. Those of expressions name a character. */
const NO_ERRORS = /choices|hints\.ts/;

/** Each file's errors come under the first of these headings whose files include it. */
const HEADINGS: [heading: string, files: RegExp][] = [
	['Test of the credential', /credentialTest/],
	['Publishing a workflow with the trigger', /^InstantDmTrigger\//],
	['Polling', /^InstantDmPollingTrigger\//],
	['During a run', /./],
];

/** What is given together and said together: what happened, what to do. */
interface Said {
	file: string;
	texts: string[];
}

/** Everything in the nodes that a person may read when something goes wrong. */
export function errorSentences(): Said[] {
	return readdirSync(NODES, { recursive: true })
		.map(String)
		.filter((file) => file.endsWith('.ts') && !NO_ERRORS.test(file))
		.flatMap((file) => errorsIn(file).map((texts) => ({ file, texts })));
}

function errorsIn(file: string): string[][] {
	const [alone, given] = partition(textsIn(path.join(NODES, file)), { together: 0 });
	const groups = Object.values(groupBy(given, 'together')).map((group) =>
		group.filter(({ property }) => property === 'description' || !isOfForm(property)),
	);
	const said = [...alone.map((text) => [text]), ...groups]
		.filter((group) => group.some(({ text, property }) => !isOfForm(property) && isSentence(text)))
		.map((group) => uniq(group.map(({ text }) => text)));
	// A constant that is given somewhere is said there.
	return uniqWith(said, isEqual).filter(
		([text = '', ...more], place, all) =>
			more.length > 0 ||
			!all.some((other, its) => its !== place && other.some((one) => one.includes(text))),
	);
}

function isOfForm(property: string | null): boolean {
	return property !== null && OF_THE_FORM.includes(property);
}

function isSentence(text: string): boolean {
	return text.split(' ').length >= 4 && !text.startsWith('=') && !NO_ERROR.includes(text);
}

/** What a page reads as: no padding of tables, no escapes. */
export function plain(page: string): string {
	return page.replace(/ {2,}/g, ' ').replace(/\\([\\|`*_])/g, '$1');
}

/** Whether a page says it; its tables break a sentence at its colon. */
export function isIn(page: string, { texts }: Said): boolean {
	return texts
		.filter(isSentence)
		.flatMap((text) => text.split(': '))
		.every((part) => says(page, part));
}

/** The errors that the tables of `page` do not hold, as the code has them, under headings. */
export function otherErrors(page: string): string {
	const words = plain(page);
	const rows = errorSentences()
		.filter((said) => !isIn(words, said))
		.map(({ file, texts }) => ({
			heading: HEADINGS.find(([, files]) => files.test(file))?.[0],
			row: rowOf(texts),
		}));
	return stacked(
		HEADINGS.map(([heading]) => {
			const own = rows.filter((one) => one.heading === heading).map(({ row }) => row);
			if (own.length === 0) return undefined;
			return `## ${heading}\n\n${table(['What you see', 'What to do'], own)}`;
		}),
	);
}

/** What happened and what to do: one text with a colon between the two, or a text for each. */
function rowOf(texts: string[]): [sees: string, advice: string] {
	const [first = '', ...more] = texts;
	if (more.length === 0) {
		const [, sees = first, advice = ''] = /^((?:\S+ ){2,}?\S+): ([^…].+)$/s.exec(first) ?? [];
		return [sees, upperFirst(advice)];
	}
	// A field's label, what is wrong with it, and how to fix it.
	const title = texts.slice(0, -1).join(' ');
	return [title, upperFirst(texts.at(-1))];
}
