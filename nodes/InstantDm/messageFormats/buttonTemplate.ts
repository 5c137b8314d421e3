import { parameter } from '../../shared/parameters/parameter';
import { entriesOf, list } from '../../shared/parameters/schemas';
import { button, BUTTONS, buttonsField } from './buttons';
import type { MessageFormat } from './format';
import { textAbove } from './text';

const buttons = parameter(
	{
		...buttonsField,
		typeOptions: entriesOf('title', BUTTONS),
		required: true,
		default: { button: [{ type: 'web_url', title: '', url: '' }] },
	},
	list('button', button, BUTTONS),
);

export function buttonTemplateFormat(label: string): MessageFormat {
	const above = textAbove(label, 'buttons', BUTTONS.characters, 'Choose an option:');
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
