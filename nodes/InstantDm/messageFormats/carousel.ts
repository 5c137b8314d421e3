import { z } from 'zod';

import { check, inputMessage } from '../input/inputError';
import { list, optional, text, url } from '../input/schemas';
import { button, buttonsField } from './buttons';
import type { MessageFormat } from './format';

const line = (field: string, fix: string) =>
	text(field, fix, { characters: 80, fix: 'shorten it' });

/** Meta, "Generic Template": a title and at least one thing more; empty parts are left out. */
const card = z
	.object({
		title: line('Title', 'enter the card title'),
		subtitle: optional(line('Subtitle', 'enter the card subtitle')),
		imageUrl: optional(url('Image URL', ['https'], 'use a public https:// link')),
		url: optional(url('Link', ['https', 'http'], 'enter the full URL, starting with https://')),
		buttons: list('Buttons', 'button', button, { min: 0, max: 3, one: 'button' }),
	})
	.transform(({ title, subtitle, imageUrl, url, buttons }) => ({
		title,
		...(imageUrl === undefined ? {} : { image_url: imageUrl }),
		...(subtitle === undefined ? {} : { subtitle }),
		...(url === undefined ? {} : { default_action: { type: 'web_url', url } }),
		...(buttons.length === 0 ? {} : { buttons }),
	}))
	.refine((element) => Object.keys(element).length > 1, {
		message: inputMessage(
			'Card',
			'needs more than a title',
			'add a subtitle, an image, a link or a button',
		),
	});

const message = z
	.object({
		cards: list('Cards', 'card', card, { min: 1, max: 10, one: 'card' }),
	})
	.transform(({ cards }) => ({
		attachment: {
			type: 'template',
			payload: { template_type: 'generic', elements: cards },
		},
	}));

export const carouselFormat: MessageFormat = {
	value: 'carousel',
	name: 'Carousel',
	description: 'Up to 10 swipeable cards, each with an image, text and buttons',
	fields: [
		{
			displayName: 'Cards',
			name: 'cards',
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				sortable: true,
				minRequiredFields: 1,
				maxAllowedFields: 10,
				fixedCollection: { itemTitle: '={{ $collection.item.value.title }}' },
			},
			placeholder: 'Add Card',
			required: true,
			default: { card: [{ title: '' }] },
			description:
				'Up to 10. Each card needs a title and at least one other field. Shown in the mobile app only.',
			options: [
				{
					displayName: 'Card',
					name: 'card',
					values: [
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							required: true,
							default: '',
							placeholder: 'e.g. Summer Collection',
							description: 'The first line, up to 80 characters',
						},
						{
							displayName: 'Subtitle',
							name: 'subtitle',
							type: 'string',
							default: '',
							placeholder: 'e.g. Everything 20% off until Sunday',
							description: 'The second line, up to 80 characters',
						},
						{
							displayName: 'Image URL',
							name: 'imageUrl',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/photo.jpg',
							description: 'Public https:// URL of a PNG or JPEG',
						},
						{
							displayName: 'Link',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/summer',
							description: 'The page that opens when someone taps the card',
						},
						buttonsField,
					],
				},
			],
		},
	],
	build: (read) => check(message, { cards: read('cards') }),
};
