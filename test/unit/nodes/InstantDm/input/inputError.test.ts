import { z } from 'zod';

import { check, InputError } from '../../../../../nodes/InstantDm/input/inputError';
import { list } from '../../../../../nodes/InstantDm/input/schemas';

function refusalOf(parameters: unknown): InputError {
	const cards = list('Cards', 'card', z.object({}), { min: 1, max: 10, one: 'card' });
	try {
		check(z.object({ cards }), parameters);
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error('Nothing was refused');
}

it.each(['a word', 1, null, []])(
	'an entry of a list that is %j is named, with what to do',
	(entry) => {
		expect(refusalOf({ cards: { card: [entry] } }).message).toBe(
			"Card 1 isn't valid: remove it and add it again",
		);
	},
);
