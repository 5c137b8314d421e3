import { mediaFormat } from './media';

export const imageFormat = mediaFormat({
	value: 'image',
	name: 'Image',
	description: 'An image, from a public URL or from the workflow',
	placeholder: 'https://example.com/photo.jpg',
	limits: 'Instagram accepts PNG and JPEG up to 8 MB.',
});
