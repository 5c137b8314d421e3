import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { parameter } from '../../shared/parameters/parameter';
import type { ReadItem } from '../fields/readItem';
import { buttonTemplateFormat } from './buttonTemplate';
import { carouselFormat } from './carousel';
import type { Message, MessageFormat } from './format';
import { jsonFormat } from './json';
import { audioFormat, imageFormat, videoFormat } from './media';
import { quickRepliesFormat } from './quickReplies';
import { textFormat } from './text';

/** The fields that describe a message, and the message that they describe. */
export interface MessageFields {
	/** The Message Type list and the fields of every format, each shown for its format. */
	properties: INodeProperties[];
	/** @throws InputError naming the field */
	from(read: ReadItem): Message;
}

/**
 * Every message format, in the order of the Message Type list.
 * @param textLabel what the form calls the text of the message
 */
export function messageFormats(textLabel = 'Text'): MessageFormat[] {
	return [
		audioFormat,
		carouselFormat,
		imageFormat,
		jsonFormat,
		textFormat(textLabel),
		buttonTemplateFormat(textLabel),
		quickRepliesFormat(textLabel),
		videoFormat,
	];
}

/** @param textLabel what the form calls the text, where another text is beside it */
export function messageFields(textLabel?: string): MessageFields {
	const formats = messageFormats(textLabel);
	const messageType = parameter(
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			// With an expression n8n would count the fields of all formats as shown.
			noDataExpression: true,
			options: formats.map(({ value, name, description }) => ({ value, name, description })),
			default: 'text',
			description: 'What to send. In private replies, only Text is guaranteed to be delivered.',
		},
		z.unknown().transform((given, context) => {
			const format = formats.find(({ value }) => value === given);
			if (format) return format;
			context.addIssue({ code: 'custom' });
			return z.NEVER;
		}),
	);
	const fields = formats.flatMap((format) =>
		format.fields.map((field) => {
			const own = field.displayOptions;
			const show = { messageType: [format.value], ...own?.show };
			return { ...field, displayOptions: { ...own, show } };
		}),
	);
	return {
		properties: [messageType.property, ...fields],
		from: (read) => messageType.from(read).build(read),
	};
}
