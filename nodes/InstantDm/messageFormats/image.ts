import { mediaFormat } from './media';

export const imageFormat = mediaFormat({
	value: 'image',
	name: 'Image',
	description: 'A picture from a public address',
	placeholder: 'https://example.com/photo.jpg',
	limits: 'Instagram takes png and jpeg up to 8 MB.',
});
