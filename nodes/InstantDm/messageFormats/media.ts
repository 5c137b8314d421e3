import { z } from 'zod';

import { isObject } from '../../shared/json/exactJson';
import { field } from '../fields/field';
import { check, inputMessage } from '../input/inputError';
import type { GivenFile, ReadParameter } from '../input/read';
import { text, url } from '../input/schemas';
import type { MessageFormat } from './format';

const mediaSource = field(
	{
		displayName: 'Media Source',
		name: 'mediaSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'File', value: 'binary', description: 'A file from the input of this node' },
			{ name: 'URL', value: 'url' },
		],
		default: 'url',
		description: 'Where the file comes from',
	},
	z
		.enum(['url', 'binary'], {
			message: inputMessage('Media Source', "isn't a valid source", 'choose "url" or "binary"'),
		})
		.default('url'),
);

const fileField = field(
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		displayOptions: { show: { mediaSource: ['binary'] } },
		required: true,
		default: 'data',
	},
	text('Input Data Field Name', 'enter the name of the input field that holds the file'),
);

function fileIn(read: ReadParameter): GivenFile {
	const given = read(fileField.property.name);
	return isObject(given) ? given : fileField.from(read);
}

interface Media {
	value: 'image' | 'video' | 'audio';
	name: string;
	description: string;
	placeholder: string;
	/** What Instagram accepts (Meta, "Send Messages": file types and sizes). */
	limits: string;
}

/** The three formats that send a file differ in nothing but words. */
export function mediaFormat({
	value,
	name,
	description,
	placeholder,
	limits,
}: Media): MessageFormat {
	const message = z.object({
		attachment: z.object({
			type: z.literal(value),
			payload: z.object({
				url: url('Media URL', ['https'], 'use a public https:// link directly to the file'),
			}),
		}),
	});
	return {
		value,
		name,
		description,
		fields: [
			mediaSource.property,
			{
				displayName: 'Media URL',
				name: 'mediaUrl',
				type: 'string',
				displayOptions: { show: { mediaSource: ['url'] } },
				required: true,
				default: '',
				placeholder: `e.g. ${placeholder}`,
				description: `Public https:// URL of the file, which Instagram downloads itself. ${limits} Avoid accents and non-Latin letters in file names.`,
			},
			{
				...fileField.property,
				description: `The name of the input field that holds the file. Instagram downloads it from n8n, so n8n needs a public https:// address. ${limits}`,
			},
		],
		build: (read) => {
			const isFile = mediaSource.from(read) === 'binary';
			const url = isFile ? read.fileUrl(fileIn(read)) : read('mediaUrl');
			return check(message, { attachment: { type: value, payload: { url } } });
		},
	};
}
