import { postChoices } from '../../../shared/choices/posts';
import { instagramId } from '../../../shared/parameters/schemas';
import { picker } from './picker';

export const post = picker(
	{
		displayName: 'Post',
		name: 'postId',
		description: 'The post or reel. The InstantDM Trigger gives its ID as mediaId.',
		placeholder: 'e.g. 18071354672638470',
	},
	'searchPosts',
	postChoices,
	instagramId('choose one from the list or use mediaId from the InstantDM Trigger'),
);
