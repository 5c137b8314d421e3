import { parameter } from '../../shared/parameters/parameter';
import { list, text } from '../../shared/parameters/schemas';
import { button, buttonsField } from './buttons';
import type { MessageFormat } from './format';

const buttons = parameter(
	{
		...buttonsField,
		typeOptions: { ...buttonsField.typeOptions, minRequiredFields: 1 },
		required: true,
		default: { button: [{ type: 'web_url', title: '', url: '' }] },
	},
	list('button', button, { min: 1, max: 3 }),
);

export function buttonTemplateFormat(label: string): MessageFormat {
	const above = parameter(
		{
			displayName: label,
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. Choose an option:',
			description: 'The text above the buttons, up to 640 characters',
		},
		text('enter the text above the buttons', {
			characters: 640,
			fix: 'shorten it, or send the rest in a separate text message first',
		}),
	);
	return {
		value: 'buttonTemplate',
		name: 'Text with Buttons',
		description: 'A text with up to 3 buttons below it',
		fields: [above.property, buttons.property],
		build: (read) => ({
			attachment: {
				type: 'template',
				payload: {
					template_type: 'button',
					text: above.from(read),
					buttons: buttons.from(read),
				},
			},
		}),
	};
}
