import { groupBy, omit, sortBy, uniq, uniqBy, upperFirst } from 'lodash';

// With the extension, or tsx would take the JSON file of the same name.
import { InstantDm } from '../../nodes/InstantDm/InstantDm.node.ts';
import { parseOptions } from '../../nodes/InstantDm/fields/options';
import { InputError } from '../../nodes/InstantDm/input/inputError';
import { readOnce } from '../../nodes/InstantDm/input/read';
import { findOperation } from '../../nodes/InstantDm/resources/index';
import { isObject } from '../../nodes/shared/json/exactJson';
import { operationFixtures } from '../../test/support/operationFixtures';
import { withInside } from './fields';
import { table } from './markdown';

const LONG = 'a'.repeat(1001);

/** What may be in a field that should not be there, or should not with the other fields as they are. */
const WRONG = [
	'binary',
	...['', 'a word', 'http://example.com/a.jpg', LONG, LONG.slice(0, 641), LONG.slice(0, 81)],
	...[0, 2.3587082946346243e22, { a: 1 }, ['a', 'b'], null],
	...['{"text": "Hello!"', '"Hello!"', '{}', '{"id": 2358708294634624123}'],
];

/** The same with one value inside it left out, alone, or replaced by each of the wrong ones. */
function spoiled(value: unknown): unknown[] {
	if (Array.isArray(value)) {
		const entries: unknown[] = value;
		const counts = [0, 1, 2, 14].map((count) => Array.from({ length: count }, () => entries[0]));
		return [
			...counts,
			...entries.flatMap((entry, place) =>
				spoiled(entry).map((wrong) => entries.with(place, wrong)),
			),
		];
	}
	if (!isObject(value)) return WRONG;
	const inside = Object.entries(value).flatMap(([key, inner]) => [
		...[omit(value, key), { [key]: inner }],
		...spoiled(inner).map((wrong) => ({ ...value, [key]: wrong })),
	]);
	return [...WRONG, ...inside];
}

function refusalOf(attempt: () => unknown): InputError[] {
	try {
		attempt();
	} catch (error) {
		if (error instanceof InputError) return [error];
	}
	return [];
}

const noFile = (): never => {
	throw new Error('There is no file');
};

function refusalsOf(parameters: Record<string, unknown>): InputError[] {
	const operation = findOperation(parameters.resource, parameters.operation);
	return Object.entries(parameters).flatMap(([name, value]) =>
		spoiled(value).flatMap((wrong) => {
			const given: Record<string, unknown> = { ...parameters, [name]: wrong };
			return refusalOf(() =>
				operation?.plan(
					readOnce((one) => given[one], noFile),
					parseOptions(given.options ?? {}),
				),
			);
		}),
	);
}

/**
 * What the node says about fields that cannot be used: every operation, as its fixture has it, with
 * one field at a time spoiled in every way.
 */
export function refusals(): InputError[] {
	const all = operationFixtures.flatMap(({ cases }) =>
		cases.flatMap(({ parameters }) => refusalsOf(parameters)),
	);
	const optional = Object.keys(parseOptions({})).flatMap((name) =>
		WRONG.flatMap((wrong) => refusalOf(() => parseOptions({ [name]: wrong }))),
	);
	return uniqBy([...all, ...optional], 'message');
}

/** The labels of all fields, the longest first, so that none is taken for the beginning of another. */
const labels = sortBy(
	uniq(withInside(new InstantDm().description.properties).map(({ displayName }) => displayName)),
	({ length }) => -length,
);

/** `Card 1, Button 2: ` before what is wrong: the last of them is enough. */
const PLACE = /^(?:\w[\w ]* \d+, )*(\w[\w ]* \d+: )?(.+)$/;

/**
 * The same as a table. Fields with the same problem and the same advice share a row; so do texts that
 * are too long by more or less, and a list that is also inside another.
 */
export function refusalTable(): string {
	const parted = refusals().map(({ title, advice }) => {
		const [, place = '', said = title] = PLACE.exec(title) ?? [];
		const label = labels.find((one) => said.startsWith(`${one} `)) ?? '';
		return {
			field: `${place}${label}`.replace(/: $/, ''),
			problem: said.slice(label.length).trim(),
			advice,
		};
	});
	const distinct = uniqBy(parted, (one) => JSON.stringify(one).replace(/ has \d+ /, ' '));
	const rows = Object.values(
		groupBy(distinct, ({ problem, advice }) => `${problem}: ${advice ?? ''}`),
	);
	return table(
		['Field', 'What is wrong', 'What to do'],
		rows.flatMap((same) =>
			same
				.slice(0, 1)
				.map(({ problem, advice }) => [
					uniq(same.map(({ field }) => field)).join(', '),
					problem,
					upperFirst(advice ?? ''),
				]),
		),
	);
}
