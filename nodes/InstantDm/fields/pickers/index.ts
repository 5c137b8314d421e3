import { ad, adAccount, adAccountOfList, adSet, campaign } from './adAccount';
import { contactId, conversation, personIn, recipientId } from './conversation';
import { facebookPost } from './facebookPost';
import { post } from './post';

export {
	ad,
	adAccount,
	adAccountOfList,
	adSet,
	campaign,
	contactId,
	conversation,
	facebookPost,
	personIn,
	post,
	recipientId,
};

/** Their lists, by the names that their properties call them by: the node's `methods`. */
export const listSearch = Object.fromEntries(
	[ad, adAccount, adSet, campaign, conversation, facebookPost, post, recipientId].map(
		({ method, search }) => [method, search],
	),
);
