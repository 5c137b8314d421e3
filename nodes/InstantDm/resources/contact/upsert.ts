import { get } from 'lodash';
import { z } from 'zod';

import { about, setRequest } from '../../../shared/api/request';
import { jsonObject } from '../../../shared/parameters/json';
import { parameter } from '../../../shared/parameters/parameter';
import { contactId } from '../../fields/pickers';
import { asText, entriesOf, made, optional, text } from '../../../shared/parameters/schemas';
import { sendingOptions } from '../../fields/options';
import { specify } from '../../fields/specify';
import type { Operation } from '../operation';

const tags = parameter<string[]>(
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. lead, vip',
		description: 'Tags to give the contact. Separate them with commas or line breaks.',
	},
	made<string[]>((given, refuse) => {
		const values: unknown[] = Array.isArray(given) ? given : [given];
		const tags = values.map((value) => asText(value));
		if (!tags.every((tag) => tag !== undefined)) {
			return refuse('must be text', 'enter tags separated by commas, or a list of texts');
		}
		const separated = Array.isArray(given) ? tags : tags.flatMap((tag) => tag.split(/[,\r\n]/));
		return separated.map((tag) => tag.trim()).filter((tag) => tag !== '');
	}),
);

const specifyContactInfo = specify('Specify Contact Info', 'specifyContactInfo');

const contactInfoJson = parameter<Record<string, unknown> | undefined>(
	{
		displayName: 'Contact Info (JSON)',
		name: 'contactInfoJson',
		type: 'json',
		displayOptions: { show: { specifyContactInfo: ['json'] } },
		default: '{\n\t"email": ""\n}',
		description:
			'What to save about the contact, as an object. An expression can give it as a whole.',
	},
	optional(jsonObject('an object such as {"email": "ana@example.com"}')),
);

const contactInfo = parameter<Record<string, unknown>>(
	{
		displayName: 'Contact Info',
		name: 'contactInfo',
		type: 'fixedCollection',
		typeOptions: entriesOf('name'),
		placeholder: 'Add Field',
		displayOptions: { show: { specifyContactInfo: ['fields'] } },
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
			Object.fromEntries(
				fields
					.filter(({ value }) => asText(value)?.trim() !== '')
					.map(({ name, value }) => [name, value]),
			),
		),
);

export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update contact',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: [
		contactId.property,
		tags.property,
		specifyContactInfo.property,
		contactInfo.property,
		contactInfoJson.property,
	],
	options: sendingOptions(),
	orderBy: 'contactId',
	plan: (read) => {
		const isJson = specifyContactInfo.from(read) === 'json';
		const info = (isJson ? contactInfoJson : contactInfo).from(read) ?? {};
		const given = { tags: tags.from(read), contact_info: info };
		return [
			about(
				setRequest('/create_or_update_contact', {
					contact_id: contactId.from(read),
					...(given.tags.length > 0 && { tags: given.tags }),
					...(Object.keys(given.contact_info).length > 0 && { contact_info: given.contact_info }),
				}),
				contactId,
			),
		];
	},
};
