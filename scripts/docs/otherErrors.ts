import { readdirSync } from 'node:fs';
import path from 'node:path';

import { stacked, table } from './markdown';
import { says, textsIn, type Text } from './sentences';

const NODES = path.join(__dirname, '../../nodes');

/** What describes the fields in the editor, and what no error says. */
const OF_THE_FORM = [
	...['displayName', 'name', 'placeholder', 'default', 'hint', 'action'],
	...['limits', 'subtitle', 'searchHint', 'propertyHint', 'header', 'active', 'inactive'],
	...['activationMessage', 'eventTriggerDescription', 'activationHint'],
];

/** Not an error, the beginning of a detail in others' words, or there for the compiler only. */
const NO_ERROR = [
	'The input is not valid',
	'The run ended without a result.',
	'There is no event …',
	'Sent. Instagram reported 1/1357046 but delivered the message.',
	'InstantDM said: …',
	'Instagram said: … (…)',
	'The network reported …',
];

/** Each file's errors come under the first of these headings whose files include it. */
const HEADINGS: [heading: string, files: RegExp][] = [
	['Test of the credential', /credentialTest/],
	['Publishing a workflow with the trigger', /^InstantDmTrigger\//],
	['Polling', /^InstantDmPollingTrigger\//],
	['During a run', /./],
];

interface Sentence extends Text {
	file: string;
}

/** Every sentence in the nodes that a person may read when something goes wrong. */
export function errorSentences(): Sentence[] {
	return readdirSync(NODES, { recursive: true })
		.map(String)
		.filter((file) => file.endsWith('.ts') && !file.includes('linearRegex'))
		.flatMap((file) => errorsIn(file).map((text) => ({ ...text, file })));
}

function errorsIn(file: string): Text[] {
	const texts = textsIn(path.join(NODES, file)).filter(
		({ text }) => text.split(' ').length >= 4 && !text.startsWith('='),
	);
	// A description is an error's own where it is given with it.
	return texts.filter(({ text, property, together }) => {
		if (NO_ERROR.includes(text) || (property === 'description' && together === 0)) return false;
		return property === null || property === 'description' || !OF_THE_FORM.includes(property);
	});
}

/** What a page reads as: no padding of tables, no escapes. */
export function plain(page: string): string {
	return page.replace(/ {2,}/g, ' ').replace(/\\([\\|`*_])/g, '$1');
}

/** Whether a page has the sentence; its tables break one at its colon. */
export function isIn(page: string, { text }: Pick<Text, 'text'>): boolean {
	return text.split(': ').every((part) => says(page, part));
}

/** The errors that the tables of `page` do not hold, as the code has them, under headings. */
export function otherErrors(page: string): string {
	const words = plain(page);
	const left = errorSentences().filter((sentence) => !isIn(words, sentence));
	const errors = left.filter(({ property }) => property !== 'description');
	const rows = errors.map((error) => ({
		heading: HEADINGS.find(([, files]) => files.test(error.file))?.[0],
		row: rowOf(
			error.text,
			left.filter(
				({ file, together, property }) =>
					property === 'description' && together === error.together && file === error.file,
			),
		),
	}));
	return stacked(
		HEADINGS.map(([heading]) => {
			const own = rows.filter((one) => one.heading === heading).map(({ row }) => row);
			if (own.length === 0) return undefined;
			return `## ${heading}\n\n${table(['What you see', 'What to do'], own)}`;
		}),
	);
}

/** What happened and what to do: two texts, or one with a colon between the two. */
function rowOf(error: string, descriptions: Text[]): [sees: string, advice: string] {
	if (descriptions.length > 0) return [error, descriptions.map(({ text }) => text).join(' ')];
	const [, sees = error, advice = ''] = /^((?:\S+ ){2,}?\S+): ([^…].+)$/s.exec(error) ?? [];
	return [sees, advice];
}
