import { mediaFormat } from './media';

export const videoFormat = mediaFormat({
	value: 'video',
	name: 'Video',
	description: 'A video, from a public URL or from the workflow',
	placeholder: 'https://example.com/video.mp4',
	limits:
		'Instagram accepts MP4, OGG, AVI, MOV and WebM up to 25 MB and has to load it within 75 seconds.',
});
