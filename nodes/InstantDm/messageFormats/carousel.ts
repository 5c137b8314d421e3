import { z } from 'zod';

import { check, complaint } from '../input/inputError';
import { address, list, optional, text } from '../input/schemas';
import { button, buttonsField } from './buttons';
import type { MessageFormat } from './format';

const line = (field: string, mend: string) =>
	text(field, mend, { characters: 80, mend: 'shorten it' });

/** Meta, "Generic Template": a title and at least one thing more; empty parts are left out. */
const card = z
	.object({
		title: line('Title', 'enter the card’s first line'),
		subtitle: optional(line('Subtitle', 'enter the card’s second line')),
		imageUrl: optional(
			address('Image URL', ['https'], 'use a public address that begins with https://'),
		),
		url: optional(
			address(
				'URL',
				['https', 'http'],
				'enter the page that a tap on the card opens, beginning with https://',
			),
		),
		buttons: list('Buttons', 'button', button, { min: 0, max: 3, what: 'buttons' }),
	})
	.transform(({ title, subtitle, imageUrl, url, buttons }) => ({
		title,
		...(imageUrl === undefined ? {} : { image_url: imageUrl }),
		...(subtitle === undefined ? {} : { subtitle }),
		...(url === undefined ? {} : { default_action: { type: 'web_url', url } }),
		...(buttons.length === 0 ? {} : { buttons }),
	}))
	.refine((element) => Object.keys(element).length > 1, {
		message: complaint(
			'Card',
			'has nothing but a title',
			'add a subtitle, an image, a URL or a button',
		),
	});

const message = z
	.object({
		cards: list('Cards', 'card', card, { min: 1, max: 10, what: 'cards' }),
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
	description: 'Up to 10 cards side by side, each with picture, texts and buttons',
	fields: [
		{
			displayName: 'Cards',
			name: 'cards',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Card',
			default: {},
			description:
				'Up to 10. Each needs a title and at least one thing more. Instagram does not show them in its web version.',
			options: [
				{
					displayName: 'Card',
					name: 'card',
					values: [
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
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
							description: 'Public https address of a png or jpeg',
						},
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/summer',
							description: 'The page that a tap on the card opens',
						},
						buttonsField,
					],
				},
			],
		},
	],
	build: (read) => check(message, { cards: read('cards') }),
};
