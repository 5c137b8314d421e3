import type { INodeProperties } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { InputError } from '../input/inputError';
import type { Message } from '../resources/requestBodies';
import { audioFormat } from './audio';
import { buttonTemplateFormat } from './buttonTemplate';
import { carouselFormat } from './carousel';
import { imageFormat } from './image';
import { jsonFormat } from './json';
import { quickRepliesFormat } from './quickReplies';
import { textFormat } from './text';
import { videoFormat } from './video';

/** Every message format, in the order of the Message Type list. */
export const messageFormats = [
	textFormat,
	imageFormat,
	videoFormat,
	audioFormat,
	buttonTemplateFormat,
	quickRepliesFormat,
	carouselFormat,
	jsonFormat,
];

/** The Message Type list and the fields of every format, shown where `show` says. */
export function messageFields(show: {
	resource: string[];
	operation: string[];
}): INodeProperties[] {
	return [
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			displayOptions: { show },
			options: messageFormats.map(({ value, name, description }) => ({ value, name, description })),
			default: 'text',
			description:
				'What to send. In private replies to comments text is the only format that Instagram promises to deliver.',
		},
		...messageFormats.flatMap(({ value, fields }) =>
			fields.map((field) => ({
				...field,
				displayOptions: { show: { ...show, messageType: [value] } },
			})),
		),
	];
}

/**
 * The message that the fields describe.
 * @throws InputError naming the field
 */
export function buildMessage(read: ReadParameter): Message {
	const type = read('messageType');
	const format = messageFormats.find(({ value }) => value === type);
	if (format === undefined) {
		const known = messageFormats.map(({ value }) => value).join(', ');
		throw new InputError('Message Type', 'is not one that this node knows', `use one of ${known}`);
	}
	return format.build(read);
}
