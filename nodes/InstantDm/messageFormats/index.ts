import type { INodeProperties } from 'n8n-workflow';

import type { ReadItem } from '../input/read';
import { InputError } from '../input/inputError';
import type { Message } from './format';
import { audioFormat } from './audio';
import { buttonTemplateFormat } from './buttonTemplate';
import { carouselFormat } from './carousel';
import { imageFormat } from './image';
import { jsonFormat } from './json';
import { quickRepliesFormat } from './quickReplies';
import { TEXT_LABEL, textFormat } from './text';
import { videoFormat } from './video';

/** Every message format, in the order of the Message Type list. */
export const messageFormats = [
	audioFormat,
	carouselFormat,
	imageFormat,
	jsonFormat,
	textFormat,
	buttonTemplateFormat,
	quickRepliesFormat,
	videoFormat,
];

/** The Message Type list and the fields of every format, each shown for its format. */
export const messageFields: INodeProperties[] = [
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		// n8n counts the fields of all formats as shown where this is an expression.
		noDataExpression: true,
		options: messageFormats.map(({ value, name, description }) => ({ value, name, description })),
		default: 'text',
		description: 'What to send. In private replies, only Text is guaranteed to be delivered.',
	},
	...messageFormats.flatMap(({ value, fields }) =>
		fields.map((field) => {
			const own = field.displayOptions;
			return { ...field, displayOptions: { ...own, show: { messageType: [value], ...own?.show } } };
		}),
	),
];

/**
 * The message that the fields describe.
 * @param textLabel what the form calls its text
 * @throws InputError naming the field
 */
export function buildMessage(read: ReadItem, textLabel = TEXT_LABEL): Message {
	const type = read('messageType');
	const format = messageFormats.find(({ value }) => value === type);
	if (format === undefined) {
		const known = messageFormats.map(({ value }) => value).join(', ');
		throw new InputError('Message Type', "isn't supported", `use one of ${known}`);
	}
	return format.build(read, textLabel);
}
