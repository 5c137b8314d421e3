import { parameter, type Parameter } from '../../shared/parameters/parameter';
import { text } from '../../shared/parameters/schemas';
import type { MessageFormat } from './format';

/**
 * The text of a message, without a limit where it is going to be split.
 * @param label what the form calls it
 */
export function messageText(label: string, isSplit = false): Parameter<string> {
	return parameter(
		{
			displayName: label,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Hello! Here is the link you asked for: https://example.com',
			description:
				'Up to 1,000 characters. Emoji, accents and non-Latin letters can count more than once.',
		},
		// Meta's pages disagree, bytes or characters: only what breaks both is refused.
		text(
			'enter the message',
			isSplit
				? undefined
				: {
						characters: 1000,
						fix: "shorten it, or turn on 'Split Long Text' (direct messages only)",
					},
		),
	);
}

/** The text above what can be tapped. */
export function textAbove(
	label: string,
	what: string,
	characters: number,
	example: string,
): Parameter<string> {
	return parameter(
		{
			displayName: label,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: `e.g. ${example}`,
			description: `The text above the ${what}, up to ${characters.toLocaleString('en')} characters`,
		},
		text(`enter the text above the ${what}`, {
			characters,
			fix: 'shorten it, or send the rest in a separate text message first',
		}),
	);
}

export function textFormat(label: string): MessageFormat {
	const content = messageText(label);
	return {
		value: 'text',
		name: 'Text',
		description: 'Plain text, including links',
		fields: [content.property],
		build: (read) => ({ text: content.from(read) }),
	};
}
