import { posts } from '../api/routes';
import { asId, asText } from '../json/exactJson';
import { dated, linkTo, oneLine, type ChoiceList } from './choice';

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
		const text = oneLine(asText(post.caption));
		const name = text ?? WITHOUT_CAPTION[asText(post.media_type) ?? ''] ?? 'Post without a caption';
		return { name: dated(name, post.timestamp), value, text: name, ...linkTo(post.permalink) };
	},
};
