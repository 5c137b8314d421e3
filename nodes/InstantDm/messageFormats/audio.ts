import { mediaFormat } from './media';

export const audioFormat = mediaFormat({
	value: 'audio',
	name: 'Audio',
	description: 'An audio file, from a public URL or from the workflow',
	placeholder: 'https://example.com/audio.m4a',
	limits:
		"Instagram accepts AAC, M4A, WAV and MP4 up to 25 MB. MP3 isn't on Instagram's list of supported formats.",
});
