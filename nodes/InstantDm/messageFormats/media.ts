import { z } from 'zod';

import { check } from '../input/inputError';
import { url } from '../input/schemas';
import type { MessageFormat } from './format';

interface Media {
	value: 'image' | 'video' | 'audio';
	name: string;
	description: string;
	placeholder: string;
	/** What Instagram accepts (Meta, "Send Messages": file types and sizes). */
	limits: string;
}

/** The three formats that send a file by its URL differ in nothing but words. */
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
			{
				displayName: 'Media URL',
				name: 'mediaUrl',
				type: 'string',
				default: '',
				placeholder: `e.g. ${placeholder}`,
				description: `Public https:// URL of the file, which Instagram downloads itself. ${limits} Avoid accents and non-Latin letters in file names.`,
			},
		],
		build: (read) =>
			check(message, { attachment: { type: value, payload: { url: read('mediaUrl') } } }),
	};
}
