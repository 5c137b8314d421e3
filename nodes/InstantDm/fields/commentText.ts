import { text } from '../../shared/parameters/schemas';
import { parameter } from '../../shared/parameters/parameter';

export const commentText = parameter(
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
	text('enter the text of the public reply'),
);
