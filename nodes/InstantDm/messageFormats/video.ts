import { mediaFormat } from './media';

export const videoFormat = mediaFormat({
	value: 'video',
	name: 'Video',
	description: 'A video from a public address',
	placeholder: 'https://example.com/video.mp4',
	limits: 'Instagram takes mp4, ogg, avi, mov and webm up to 25 MB and must load it in 75 seconds.',
});
