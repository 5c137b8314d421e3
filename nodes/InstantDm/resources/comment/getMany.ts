import { z } from 'zod';

import { about } from '../../../shared/api/request';
import { accountDetails, commentsOn, commentsUnderAd } from '../../../shared/api/routes';
import { commentElements, toAccount } from '../../../shared/events/fromApi';
import { simplify as simplifyElement } from '../../../shared/events/simplify';
import { parameter } from '../../../shared/parameters/parameter';
import { limitOf, listFields } from '../../fields/list';
import { ad, post } from '../../fields/pickers';
import { simplify } from '../../fields/simplify';
import { oncePerRun, type Operation } from '../operation';

const source = parameter(
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Ad', value: 'ad' },
			{ name: 'Post', value: 'post' },
		],
		default: 'post',
		description: 'Whether the comments are on a post or reel, or under an ad',
	},
	z.enum(['post', 'ad']),
);

const onPost = { ...post.property, displayOptions: { show: { source: ['post'] } } };

/** Replies come out as items of their own, as in the trigger. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many comments',
	description: 'Get the comments on a post or under an ad, replies included',
	fields: [source.property, onPost, ad.property, ...listFields, simplify.property],
	plan: (read) => {
		const comments =
			source.from(read) === 'post'
				? about(commentsOn(post.from(read), limitOf(read)), post)
				: about(commentsUnderAd(ad.from(read), limitOf(read)), ad);
		return simplify.from(read) ? [oncePerRun(accountDetails()), comments] : [comments];
	},
	items: (payloads, read) => {
		const comments = payloads.at(-1) ?? [];
		if (!simplify.from(read)) return comments;
		const account = toAccount(payloads[0]?.[0]);
		const medium = source.from(read) === 'post' ? { id: post.from(read) } : { adId: ad.from(read) };
		return comments
			.flatMap((comment) => commentElements(comment, account, medium))
			.slice(0, limitOf(read))
			.map((element) => ({ ...simplifyElement(element, null) }));
	},
};
