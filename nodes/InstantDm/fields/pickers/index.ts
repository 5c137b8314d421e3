import { adAccount } from './adAccount';
import { conversation } from './conversation';
import { facebookPost } from './facebookPost';
import { post } from './post';

export { adAccount, conversation, facebookPost, post };

/** Their lists, by the names that their properties call them by: the node's `methods`. */
export const listSearch = Object.fromEntries(
	[adAccount, conversation, facebookPost, post].map(({ method, search }) => [method, search]),
);
