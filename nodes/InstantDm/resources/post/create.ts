import { z } from 'zod';

import { postRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { inputError } from '../../../shared/parameters/check';
import { list, optional, text, url } from '../../../shared/parameters/schemas';
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

const media = parameter(
	{
		displayName: 'Media',
		name: 'media',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			sortable: true,
			minRequiredFields: 1,
			maxAllowedFields: 10,
			fixedCollection: { itemTitle: '={{ $collection.item.value.url }}' },
		},
		placeholder: 'Add Image or Video',
		required: true,
		default: { item: [{ url: '' }] },
		description: 'One image or video, or 2 to 10 for a carousel',
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
						placeholder: 'e.g. https://example.com/mug.jpg',
						description: 'A public link directly to the file: images as JPEG, videos as MP4 or MOV',
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
	fields: [postType.property, media.property, caption.property, coverUrl.property],
	// One after the other, so that they appear on the profile in the order of the items.
	orderBy: 'resource',
	plan: (read) => {
		const type = postType.from(read);
		const files = media.from(read);
		const fits = type === 'carousel' ? files.length >= 2 : files.length === 1;
		if (!fits) {
			const what =
				type === 'carousel' ? 'needs 2 to 10 images and videos' : 'must be a single image or video';
			const fix =
				type === 'carousel' ? 'add another' : "set 'Post Type' to 'Carousel' or remove the others";
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
