import { z } from 'zod';

import { check } from '../input/inputError';
import { address } from '../input/schemas';
import type { MessageFormat } from './format';

interface Media {
	value: 'image' | 'video' | 'audio';
	name: string;
	description: string;
	placeholder: string;
	/** What Instagram takes (Meta, "Send Messages": file types and sizes). */
	limits: string;
}

/** The three formats that send a file by its address differ in nothing but words. */
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
				url: address(
					'Media URL',
					['https'],
					'use a public address that begins with https:// and leads to the file itself',
				),
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
				description: `Public https address of the file, which Instagram fetches itself. ${limits} File names with letters beyond plain English ones may be refused.`,
			},
		],
		build: (read) =>
			check(message, { attachment: { type: value, payload: { url: read('mediaUrl') } } }),
	};
}
