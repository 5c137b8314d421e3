import { memoize } from 'lodash';
import { z } from 'zod';

import { check } from '../input/inputError';
import { text } from '../input/schemas';
import type { ReadParameter } from '../input/read';
import type { MessageFormat } from './format';

/** What a form calls the text of a message that has no other text beside it. */
export const TEXT_LABEL = 'Text';

/**
 * Meta's pages disagree, 1000 bytes or 1000 characters: only what breaks both is refused
 * (Meta, "Send Messages" and its "Limitations").
 */
const message = memoize((label: string) =>
	z.object({
		text: text(label, 'enter the message', {
			characters: 1000,
			fix: "shorten it, or turn on 'Split Long Text' (direct messages only)",
		}),
	}),
);

export const textFormat: MessageFormat = {
	value: 'text',
	name: 'Text',
	description: 'Plain text, including links',
	fields: [
		{
			displayName: TEXT_LABEL,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Hello! Here is the link you asked for: https://example.com',
			description:
				'Up to 1,000 characters. Emoji, accents and non-Latin letters can count more than once.',
		},
	],
	build: (read, textLabel) => check(message(textLabel), { text: read('text') }),
};

/**
 * The whole text of a message that is going to be split.
 * @throws InputError when there is none
 */
export function longText(read: ReadParameter): string {
	return check(text(TEXT_LABEL, 'enter the message'), read('text'));
}
