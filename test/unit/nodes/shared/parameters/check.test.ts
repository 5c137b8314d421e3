import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { check } from '../../../../../nodes/shared/parameters/check';
import { InputError } from '../../../../../nodes/shared/parameters/inputError';
import { option, parameter } from '../../../../../nodes/shared/parameters/parameter';
import { list, number, text } from '../../../../../nodes/shared/parameters/schemas';

const field = (more: Partial<INodeProperties>): INodeProperties => ({
	displayName: 'A Field',
	name: 'aField',
	type: 'string',
	default: '',
	...more,
});

const button = field({ displayName: 'Address', name: 'url' });
const buttons = field({
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	options: [{ displayName: 'Button', name: 'button', values: [button] }],
});
const cards = field({
	displayName: 'Cards',
	name: 'cards',
	type: 'fixedCollection',
	options: [{ displayName: 'Card', name: 'card', values: [buttons] }],
});
const kind = field({
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options: [
		{ name: 'First', value: 'a' },
		{ name: 'Second', value: 'b' },
	],
});
const flag = field({ displayName: 'Flag', name: 'flag', type: 'boolean' });

const count = { min: 0, max: 3 };
const card = z.object({ buttons: list('button', z.object({ url: text('enter one') }), count) });

it.each<[string, INodeProperties, z.ZodType<unknown>, unknown, string]>([
	['a field by its label', button, text('enter one'), '', "'Address' is empty: enter one"],
	[
		'the place in a list within a list',
		cards,
		list('card', card, count),
		{ card: [{ buttons: { button: [{ url: 'a' }, { url: 'b' }, { url: '' }] } }] },
		"Card 1, Button 3: 'Address' is empty: enter one",
	],
	[
		'a list within a list',
		cards,
		list('card', card, count),
		{ card: [{}, { buttons: { button: Array(4).fill({ url: 'a' }) } }] },
		"Card 2: 'Buttons' has 4 entries: Instagram allows up to 3",
	],
	...['a word', 1, null, []].map(
		(entry): [string, INodeProperties, z.ZodType<unknown>, unknown, string] => [
			`an entry that is ${JSON.stringify(entry)}`,
			cards,
			list('card', card, count),
			{ card: [entry] },
			"Card 1 isn't valid: remove it and add it again",
		],
	),
	[
		'a list that is none',
		cards,
		list('card', card, count),
		{ card: 'a' },
		"'Cards' isn't a list: remove it and add it again",
	],
	['what can be chosen', kind, z.enum(['a', 'b']), 'c', "'Kind' isn't valid: use a or b"],
	[
		'an option of a collection',
		field({ type: 'collection', options: [flag] }),
		z.object({ flag: z.boolean() }),
		{ flag: 'yes' },
		"'Flag' must be true or false: turn it on or off",
	],
	[
		'a collection that is none',
		field({ type: 'collection', options: [flag] }),
		z.object({}),
		5,
		"'A Field' isn't valid: remove it and add it again",
	],
])('names %s', (_, property, schema, given, message) => {
	expect(() => check(property, schema, given)).toThrow(InputError);
	expect(() => check(property, schema, given)).toThrow(message);
});

it('an option has the default of its form until somebody adds it', () => {
	const pause = option(field({ type: 'number', default: 7 }), number({ minValue: 0 }));
	expect(pause.schema.parse(undefined)).toBe(7);
	expect(pause.schema.parse(3)).toBe(3);
	expect(() => check(pause.property, pause.schema, null)).toThrow("'A Field' isn't valid");
});

it('a parameter is read by its name', () => {
	const one = parameter(field({ name: 'one' }), z.string());
	expect(one.from((name) => `the value of ${name}`)).toBe('the value of one');
});
