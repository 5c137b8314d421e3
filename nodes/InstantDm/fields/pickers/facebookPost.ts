import { facebookPosts } from '../../../shared/api/routes';
import { dated, linkTo, oneLine, type ChoiceList } from '../../../shared/choices/choice';
import { asId, asText } from '../../../shared/json/exactJson';
import { id } from '../../../shared/parameters/schemas';
import { picker } from './picker';

const choices: ChoiceList = {
	request: facebookPosts(Infinity),
	toChoice: (post) => {
		const value = asId(post.id);
		if (value === null) return null;
		const name = oneLine(asText(post.message)) ?? 'Post without text';
		return {
			name: dated(name, post.created_time),
			value,
			text: name,
			...linkTo(post.permalink_url),
		};
	},
};

export const facebookPost = picker(
	{
		displayName: 'Facebook Post',
		name: 'facebookPostId',
		description: 'The post of your Facebook Page',
		placeholder: 'e.g. 102030405060708_908070605040302',
	},
	'searchFacebookPosts',
	choices,
	id('choose one from the list or enter its ID'),
);
