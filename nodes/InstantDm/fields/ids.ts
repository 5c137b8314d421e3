import { instagramId } from '../../shared/parameters/schemas';
import { parameter } from '../../shared/parameters/parameter';

export const commentId = parameter(
	{
		displayName: 'Comment ID',
		name: 'commentId',
		type: 'string',
		required: true,
		default: '={{ $json.commentId }}',
		placeholder: 'e.g. 17890012345',
		description: 'ID of the comment. Keep it as text; as a number it can lose digits.',
		hint: 'Use commentId from the InstantDM Trigger',
	},
	instagramId('use commentId from the InstantDM Trigger'),
);
