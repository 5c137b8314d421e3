import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { entries } from './entries';
import { messageKinds } from './messageKinds';
import { option } from './option';

const forComments = { show: { '/events': ['comment'] } };
const forText = { '/events': ['comment', 'dm_received'] };

/** What a person types, or an expression gives; each value of a list is a line. */
const typed = z.preprocess(
	(given) => given ?? '',
	z
		.union([z.string(), z.number(), z.boolean(), z.array(z.string().or(z.number()))])
		.transform((given) => [given].flat().join('\n')),
);

const ids = (message: string) => z.array(z.string().regex(/^\d+$/, message));

const commentKind = option(
	{
		displayName: 'Comment Type',
		name: 'commentKind',
		type: 'options',
		displayOptions: forComments,
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Top-Level Comments', value: 'topLevel' },
			{ name: 'Replies to Comments', value: 'replies' },
		],
		default: 'all',
		description: 'Which comments start the workflow',
	},
	z.enum(['all', 'topLevel', 'replies']).default('all'),
);

const ignoreOwnActivity = option(
	{
		displayName: 'Ignore Own Activity',
		name: 'ignoreOwnActivity',
		type: 'boolean',
		default: true,
		description:
			'Whether to ignore comments and messages from your own account. Otherwise a workflow that replies would reply to itself.',
	},
	z.boolean().default(true),
);

const includePayload = option(
	{
		displayName: 'Include Payload',
		name: 'includePayload',
		type: 'boolean',
		displayOptions: { show: { '/simplify': [true] } },
		default: false,
		description:
			"Whether to add Instagram's original data as payload (as element for button clicks)",
	},
	z.boolean().default(false),
);

const keywordMatch = option(
	{
		displayName: 'Keyword Match',
		name: 'keywordMatch',
		type: 'options',
		displayOptions: { show: { ...forText, keywords: [{ _cnd: { exists: true } }] } },
		options: [
			{
				name: 'Contains',
				value: 'contains',
				description: 'Matches anywhere, even inside a longer word',
			},
			{
				name: 'Contains Word',
				value: 'word',
				description: 'Matches as a whole word',
			},
			{
				name: 'Is Exactly',
				value: 'exact',
				description: 'Matches only if it is the entire text',
			},
			{
				name: 'Regular Expression',
				value: 'regex',
				description: 'Each line is a pattern, such as (price|cost) or ^info$',
			},
			{
				name: 'Starts With',
				value: 'startsWith',
				description: 'Matches at the start of the text',
			},
		],
		default: 'contains',
		description: 'How a keyword must appear in the text. Not case-sensitive.',
	},
	z.enum(['contains', 'word', 'exact', 'startsWith', 'regex']).default('contains'),
);

const keywords = option(
	{
		displayName: 'Keywords',
		name: 'keywords',
		type: 'string',
		typeOptions: { rows: 3 },
		displayOptions: { show: forText },
		default: '',
		placeholder: 'e.g. price, link, info',
		description:
			'Only comments and messages with one of these keywords start the workflow. Separate keywords with commas or line breaks, regular expressions with line breaks. Button clicks and flow events always start it.',
	},
	typed,
);

const mediaIds = option(
	{
		displayName: 'Media IDs',
		name: 'mediaIds',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: forComments,
		default: '',
		placeholder: 'e.g. 18071354672638470',
		description:
			'Only comments on these posts, reels or ads start the workflow. Separate IDs with commas or line breaks. To find an ID, comment on the post and copy mediaId.',
	},
	typed.transform((text) => entries(text, /[,\r\n]/)).pipe(ids('must contain only digits')),
);

/** Counts together with `mediaIds`. */
const posts = option(
	{
		displayName: 'Post Names or IDs',
		name: 'posts',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPosts' },
		displayOptions: forComments,
		default: [],
		description:
			'Only comments on these posts and reels start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	z.preprocess(
		(given) => [given ?? []].flat(),
		z.array(z.coerce.string()).pipe(ids('must be IDs of posts')),
	),
);

const options = {
	commentKind,
	ignoreOwnActivity,
	includePayload,
	keywordMatch,
	keywords,
	mediaIds,
	messageKinds,
	posts,
};

/** What a person sets on a trigger: which of its events start the workflow, and what items carry. */
export const filterProperties: INodeProperties[] = Object.values(options).map(
	({ property }) => property,
);

/** The same as the node finds it, whatever expressions have made of it. */
export const filterSchema = z.object({
	commentKind: commentKind.schema,
	ignoreOwnActivity: ignoreOwnActivity.schema,
	includePayload: includePayload.schema,
	keywordMatch: keywordMatch.schema,
	keywords: keywords.schema,
	mediaIds: mediaIds.schema,
	messageKinds: messageKinds.schema,
	posts: posts.schema,
});

export type FilterOptions = z.infer<typeof filterSchema>;

/** The posts, reels and ads whose comments are wanted, by either option; none means all. */
export function wantedMedia({ mediaIds, posts }: FilterOptions): string[] {
	return [...mediaIds, ...posts];
}
