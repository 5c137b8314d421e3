import { z } from 'zod';

import { check } from '../input/inputError';
import { text } from '../input/schemas';
import type { ReadParameter } from '../input/read';
import type { MessageFormat } from './format';

/**
 * Meta's pages disagree, 1000 bytes or 1000 characters: only what breaks both is refused
 * (Meta, "Send Messages" and its "Limitations").
 */
const message = z.object({
	text: text('Text', 'enter the message', {
		characters: 1000,
		fix: "shorten it, or turn on 'Split Long Text' (direct messages only)",
	}),
});

export const textFormat: MessageFormat = {
	value: 'text',
	name: 'Text',
	description: 'Plain text, including links',
	fields: [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Hello! Here is the link you asked for: https://example.com',
			description:
				'Up to 1,000 characters. Emoji, accents and non-Latin letters can count more than once.',
		},
	],
	build: (read) => check(message, { text: read('text') }),
};

/**
 * The whole text of a message that is going to be split.
 * @throws InputError when there is none
 */
export function longText(read: ReadParameter): string {
	return check(text('Text', 'enter the message'), read('text'));
}
