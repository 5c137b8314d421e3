import { jsonObject } from '../../shared/parameters/json';
import { parameter } from '../../shared/parameters/parameter';
import type { MessageFormat } from './format';

const messageJson = parameter(
	{
		displayName: 'Message (JSON)',
		name: 'messageJson',
		type: 'json',
		typeOptions: { rows: 6 },
		required: true,
		default: '{\n\t"text": "Hello!"\n}',
		description:
			'The value of "message" in InstantDM\'s API docs, sent unchanged. Put IDs in quotes.',
	},
	jsonObject('a message such as {"text": "Hello!"}'),
);

export const jsonFormat: MessageFormat = {
	value: 'json',
	name: 'JSON',
	description: 'Any message format Instagram supports, sent unchanged',
	fields: [messageJson.property],
	build: messageJson.from,
};
