import { z } from 'zod';

import { issue } from '../../shared/parameters/check';
import { parameter } from '../../shared/parameters/parameter';
import { entriesOf, list, optional, text, url } from '../../shared/parameters/schemas';
import { button, BUTTONS, buttonsField } from './buttons';
import type { MessageFormat } from './format';

const CARDS = { min: 1, max: 10 };

const line = (fix: string) => text(fix, { characters: 80, fix: 'shorten it' });

/** Empty parts are left out. */
const card = z
	.object({
		title: line('enter the card title'),
		subtitle: optional(line('enter the card subtitle')),
		imageUrl: optional(url(['https'], 'use a public https:// link')),
		url: optional(url(['https', 'http'], 'enter the full URL, starting with https://')),
		buttons: list('button', button, { ...BUTTONS, min: 0 }),
	})
	.transform(({ title, subtitle, imageUrl, url, buttons }) => ({
		title,
		...(imageUrl === undefined ? {} : { image_url: imageUrl }),
		...(subtitle === undefined ? {} : { subtitle }),
		...(url === undefined ? {} : { default_action: { type: 'web_url', url } }),
		...(buttons.length === 0 ? {} : { buttons }),
	}))
	.refine(
		(element) => Object.keys(element).length > 1,
		issue('needs more than a title', 'add a subtitle, an image, a link or a button'),
	);

const cards = parameter(
	{
		displayName: 'Cards',
		name: 'cards',
		type: 'fixedCollection',
		typeOptions: entriesOf('title', CARDS),
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
	list('card', card, CARDS),
);

export const carouselFormat: MessageFormat = {
	value: 'carousel',
	name: 'Carousel',
	description: 'Up to 10 swipeable cards, each with an image, text and buttons',
	fields: [cards.property],
	build: (read) => ({
		attachment: {
			type: 'template',
			payload: { template_type: 'generic', elements: cards.from(read) },
		},
	}),
};
