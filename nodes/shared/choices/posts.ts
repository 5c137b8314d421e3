import { posts } from '../api/routes';
import { asId, asText } from '../json/exactJson';
import { dated, firstWords, linkTo, type ChoiceList } from './choice';

const WITHOUT_CAPTION: Partial<Record<string, string>> = {
	CAROUSEL_ALBUM: 'Carousel without a caption',
	IMAGE: 'Image without a caption',
	VIDEO: 'Video without a caption',
};

/** The account's posts and reels, each by its caption and date. */
export const postChoices: ChoiceList = {
	request: posts(Infinity),
	toChoice: (post) => {
		const value = asId(post.id);
		if (value === null) return null;
		const name =
			firstWords(asText(post.caption)) ??
			WITHOUT_CAPTION[asText(post.media_type) ?? ''] ??
			'Post without a caption';
		return { name: dated(name, post.timestamp), value, ...linkTo(post.permalink) };
	},
};
