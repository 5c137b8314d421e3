import { z } from 'zod';

import { postRequest } from '../../../shared/api/request';
import { jsonList } from '../../../shared/parameters/json';
import { parameter } from '../../../shared/parameters/parameter';
import { inputError } from '../../../shared/parameters/check';
import { entriesOf, list, optional, text, url } from '../../../shared/parameters/schemas';
import { publishingOptions, waitUntilPublished } from '../../fields/options';
import { specify } from '../../fields/specify';
import type { Operation } from '../operation';
import { untilPublished } from './publishing';

const TYPES = ['image', 'reel', 'carousel', 'story'] as const;

const postType = parameter(
	{
		displayName: 'Post Type',
		name: 'postType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Carousel', value: 'carousel', description: '2 to 10 images and videos to swipe' },
			{ name: 'Image', value: 'image' },
			{ name: 'Reel', value: 'reel', description: 'A video' },
			{ name: 'Story', value: 'story', description: 'An image or video that is shown for a day' },
		],
		default: 'image',
	},
	z.enum(TYPES),
);

const item = z
	.object({
		url: url(
			['https'],
			'use a public https:// link directly to a JPEG image or an MP4 or MOV video',
		),
		type: z.enum(['auto', 'image', 'video']).catch('auto'),
		altText: optional(text('enter what the picture shows or leave it empty')),
	})
	.transform(({ url, type, altText }) => ({
		url,
		...(type !== 'auto' && { type }),
		...(altText !== undefined && { alt: altText }),
	}));

type File = z.output<typeof item>;

const EXAMPLE = 'a list such as [{ "url": "https://example.com/mug.jpg" }]';

const specifyMedia = specify('Specify Media', 'specifyMedia');

const mediaJson = parameter<File[]>(
	{
		displayName: 'Media (JSON)',
		name: 'mediaJson',
		type: 'json',
		displayOptions: { show: { specifyMedia: ['json'] } },
		required: true,
		default: '[\n\t{\n\t\t"url": "https://example.com/mug.jpg",\n\t\t"altText": ""\n\t}\n]',
		description:
			'A list of images and videos, as in the example: link, alternative text and, where wanted, a type of image or video. An expression can give it as a whole.',
	},
	jsonList(EXAMPLE, item),
);

interface MediaOfType {
	types: string[];
	placeholder: string;
	min: number;
	max: number;
	description: string;
}

/** The images and videos of one type of post, or of several with the same limits. */
function mediaOf({ types, placeholder, min, max, description }: MediaOfType) {
	return parameter<File[]>(
		{
			displayName: 'Media',
			name: 'media',
			type: 'fixedCollection',
			typeOptions: entriesOf('url', { min, max }),
			placeholder: 'Add Image or Video',
			displayOptions: { show: { postType: types, specifyMedia: ['fields'] } },
			required: true,
			default: { item: Array.from({ length: min }, () => ({ url: '' })) },
			description,
			options: [
				{
					displayName: 'Image or Video',
					name: 'item',
					values: [
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							required: true,
							default: '',
							placeholder: `e.g. ${placeholder}`,
							description:
								'A public link directly to the file: images as JPEG, videos as MP4 or MOV',
						},
						{
							displayName: 'Alt Text',
							name: 'altText',
							type: 'string',
							default: '',
							placeholder: 'e.g. A red ceramic mug on a wooden table',
							description: 'What an image shows, for people who cannot see it',
						},
						{
							displayName: 'Type',
							name: 'type',
							type: 'options',
							options: [
								{ name: 'Automatic', value: 'auto', description: 'Detected from the URL' },
								{ name: 'Image', value: 'image' },
								{ name: 'Video', value: 'video' },
							],
							default: 'auto',
						},
					],
				},
			],
		},
		list('item', item, { min: 1, max: 10 }),
	);
}

const IMAGE = 'https://example.com/mug.jpg';
const single = mediaOf({
	types: ['image', 'story'],
	placeholder: IMAGE,
	min: 1,
	max: 1,
	description: 'One image; for a story, one image or video',
});
const video = mediaOf({
	types: ['reel'],
	placeholder: 'https://example.com/mug.mp4',
	min: 1,
	max: 1,
	description: 'One video',
});
const several = mediaOf({
	types: ['carousel'],
	placeholder: IMAGE,
	min: 2,
	max: 10,
	description: '2 to 10 images and videos',
});

const caption = parameter(
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { postType: ['image', 'reel', 'carousel'] } },
		default: '',
		placeholder: 'e.g. New in the shop: comment MUG for the link',
		description: 'The text below the post',
	},
	optional(text('enter the text below the post or leave it empty')),
);

const coverUrl = parameter(
	{
		displayName: 'Cover URL',
		name: 'coverUrl',
		type: 'string',
		displayOptions: { show: { postType: ['reel'] } },
		default: '',
		placeholder: 'e.g. https://example.com/cover.jpg',
		description: 'The cover image of the reel on your profile. If empty, Instagram picks one.',
	},
	optional(url(['https'], 'use a public https:// link directly to an image')),
);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create post',
	description: 'Publish an image, a reel, a carousel or a story right away. Costs one credit.',
	fields: [
		postType.property,
		specifyMedia.property,
		single.property,
		video.property,
		several.property,
		mediaJson.property,
		caption.property,
		coverUrl.property,
	],
	options: publishingOptions,
	// One after the other, so that they appear on the profile in the order of the items.
	orderBy: 'resource',
	plan: (read) => {
		// Checked now: what comes to light only after the call finds the post published.
		waitUntilPublished.from(read);
		const type = postType.from(read);
		const media =
			specifyMedia.from(read) === 'json'
				? mediaJson
				: { image: single, story: single, reel: video, carousel: several }[type];
		const files = media.from(read);
		const fits = type === 'carousel' ? files.length >= 2 && files.length <= 10 : files.length === 1;
		if (!fits) {
			const what =
				type === 'carousel' ? 'needs 2 to 10 images and videos' : 'must be a single image or video';
			const fix =
				type === 'carousel'
					? 'add or remove some'
					: "set 'Post Type' to 'Carousel' or remove the others";
			throw inputError(media.property, what, fix);
		}
		const words = type === 'story' ? undefined : caption.from(read);
		const cover = type === 'reel' ? coverUrl.from(read) : undefined;
		return [
			postRequest('/create_post', {
				media: files,
				post_type: type,
				...(words !== undefined && { caption: words }),
				...(cover !== undefined && { cover_url: cover }),
			}),
		];
	},
	follow: untilPublished,
};
