import { text } from '../input/schemas';
import { field } from './field';

export const commentText = field(
	{
		displayName: 'Public Reply',
		name: 'commentText',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Thanks! Check your DM',
		description:
			'Everyone can read it. Instagram may refuse more than 300 characters, more than 4 hashtags, more than 1 link, or all capitals.',
	},
	text('Public Reply', 'enter the text of the public reply'),
);
