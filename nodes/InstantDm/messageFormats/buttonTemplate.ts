import { memoize } from 'lodash';
import { z } from 'zod';

import { check } from '../input/inputError';
import { list, text } from '../input/schemas';
import { button, buttonsField } from './buttons';
import type { MessageFormat } from './format';
import { TEXT_LABEL } from './text';

/** Meta, "Button Template": a text up to 640 characters and 1 to 3 buttons. */
const message = memoize((label: string) =>
	z
		.object({
			text: text(label, 'enter the text above the buttons', {
				characters: 640,
				fix: 'shorten it, or send the rest in a separate text message first',
			}),
			buttons: list('Buttons', 'button', button, { min: 1, max: 3, one: 'button' }),
		})
		.transform(({ text, buttons }) => ({
			attachment: {
				type: 'template',
				payload: { template_type: 'button', text, buttons },
			},
		})),
);

export const buttonTemplateFormat: MessageFormat = {
	value: 'buttonTemplate',
	name: 'Text with Buttons',
	description: 'A text with up to 3 buttons below it',
	fields: [
		{
			displayName: TEXT_LABEL,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. Choose an option:',
			description: 'The text above the buttons, up to 640 characters',
		},
		{
			...buttonsField,
			typeOptions: { ...buttonsField.typeOptions, minRequiredFields: 1 },
			required: true,
			default: { button: [{ type: 'web_url', title: '', url: '' }] },
		},
	],
	build: (read, textLabel) =>
		check(message(textLabel), { text: read('text'), buttons: read('buttons') }),
};
