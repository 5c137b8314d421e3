import { issue } from '../../shared/parameters/check';
import { jsonObject } from '../../shared/parameters/json';
import { parameter } from '../../shared/parameters/parameter';
import type { MessageFormat } from './format';

const EXAMPLE = 'a message such as {"text": "Hello!"}';

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
	jsonObject(EXAMPLE).refine(
		(message) => Object.keys(message).length > 0,
		issue('has no content', `enter ${EXAMPLE}`),
	),
);

export const jsonFormat: MessageFormat = {
	value: 'json',
	name: 'JSON',
	description: 'Any message format Instagram supports, sent unchanged',
	fields: [messageJson.property],
	build: messageJson.from,
};
