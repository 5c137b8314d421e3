import { mediaFormat } from './media';

export const audioFormat = mediaFormat({
	value: 'audio',
	name: 'Audio',
	description: 'A sound file from a public address',
	placeholder: 'https://example.com/audio.m4a',
	limits: 'Instagram takes aac, m4a, wav and mp4 up to 25 MB; mp3 is not on its list.',
});
