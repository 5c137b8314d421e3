import { z } from 'zod';

import { isObject } from '../../shared/json/exactJson';
import { parameter } from '../../shared/parameters/parameter';
import { made, url } from '../../shared/parameters/schemas';
import type { GivenFile } from '../fields/readItem';
import type { MessageFormat } from './format';

export const mediaSource = parameter(
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
	z.enum(['url', 'binary']).default('url'),
);

export const binaryPropertyName = parameter<GivenFile>(
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		displayOptions: { show: { mediaSource: ['binary'] } },
		required: true,
		default: 'data',
	},
	made((given, refuse) => {
		if (isObject(given) || (typeof given === 'string' && given.trim() !== '')) return given;
		return refuse(
			"isn't the name of a file",
			'enter the name of the input field that holds the file',
		);
	}),
);

interface Media {
	value: 'image' | 'video' | 'audio';
	name: string;
	description: string;
	placeholder: string;
	/** What Instagram accepts. */
	limits: string;
}

/** The three formats that send a file differ in nothing but words. */
function mediaFormat({ value, name, description, placeholder, limits }: Media): MessageFormat {
	const mediaUrl = parameter(
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
		url(['https'], 'use a public https:// link directly to the file'),
	);
	return {
		value,
		name,
		description,
		fields: [
			mediaSource.property,
			mediaUrl.property,
			{
				...binaryPropertyName.property,
				description: `The name of the input field that holds the file. Instagram downloads it from n8n, so n8n needs a public https:// address. ${limits}`,
			},
		],
		build: (read) => {
			const isFile = mediaSource.from(read) === 'binary';
			const url = isFile ? read.fileUrl(binaryPropertyName.from(read)) : mediaUrl.from(read);
			return { attachment: { type: value, payload: { url } } };
		},
	};
}

export const audioFormat = mediaFormat({
	value: 'audio',
	name: 'Audio',
	description: 'An audio file, from a public URL or from the workflow',
	placeholder: 'https://example.com/audio.m4a',
	limits:
		"Instagram accepts AAC, M4A, WAV and MP4 up to 25 MB. MP3 isn't on Instagram's list of supported formats.",
});

export const imageFormat = mediaFormat({
	value: 'image',
	name: 'Image',
	description: 'An image, from a public URL or from the workflow',
	placeholder: 'https://example.com/photo.jpg',
	limits: 'Instagram accepts PNG and JPEG up to 8 MB.',
});

export const videoFormat = mediaFormat({
	value: 'video',
	name: 'Video',
	description: 'A video, from a public URL or from the workflow',
	placeholder: 'https://example.com/video.mp4',
	limits:
		'Instagram accepts MP4, OGG, AVI, MOV and WebM up to 25 MB and has to load it within 75 seconds.',
});
