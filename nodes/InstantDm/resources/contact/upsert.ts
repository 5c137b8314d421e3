import { get } from 'lodash';
import { z } from 'zod';

import { setRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { contactId } from '../../fields/ids';
import { text } from '../../../shared/parameters/schemas';
import type { Operation } from '../operation';

const tags = parameter(
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. lead, vip',
		description: 'Tags to give the contact. Separate them with commas or line breaks.',
	},
	z.preprocess(
		(given) => (typeof given === 'string' ? given.split(/[,\r\n]/) : (given ?? [])),
		z.array(z.coerce.string().trim()).transform((found) => found.filter((tag) => tag !== '')),
	),
);

const contactInfo = parameter(
	{
		displayName: 'Contact Info',
		name: 'contactInfo',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			sortable: true,
			fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
		},
		placeholder: 'Add Field',
		default: {},
		description: 'What to save about the contact, such as an email or a phone number',
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. email',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. ana@example.com',
					},
				],
			},
		],
	},
	z
		.preprocess(
			(given): unknown => get(given, 'field', []),
			z.array(z.object({ name: text('enter the name of the field'), value: z.unknown() })),
		)
		.transform((fields) =>
			Object.fromEntries(fields.map(({ name, value }) => [name, value ?? ''])),
		),
);

export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update contact',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: [contactId.property, tags.property, contactInfo.property],
	orderBy: 'contactId',
	plan: (read) => {
		const given = { tags: tags.from(read), contact_info: contactInfo.from(read) };
		return [
			setRequest('/create_or_update_contact', {
				contact_id: contactId.from(read),
				...(given.tags.length > 0 && { tags: given.tags }),
				...(Object.keys(given.contact_info).length > 0 && { contact_info: given.contact_info }),
			}),
		];
	},
};
