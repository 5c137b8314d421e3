import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { option, parameter } from '../parameters/parameter';
import { instagramId, made } from '../parameters/schemas';
import { messageKinds } from './messageKinds';

const forComments = { show: { '/events': ['comment'] } };
const forText = { '/events': ['comment', 'dm_received'] };

/** What a person typed, or the texts of a list that an expression gave. */
type Typed = string | string[];

/** The pieces of what was typed, those of a list whole; without spaces around and without empty ones. */
export function entries(given: Typed, separator: RegExp): string[] {
	const pieces = Array.isArray(given) ? given : given.split(separator);
	return pieces.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

const isPlain = (value: unknown): value is string | number | boolean =>
	['string', 'number', 'boolean'].includes(typeof value);

const typed = made((given, refuse): Typed => {
	const values: unknown[] = Array.isArray(given) ? given : [given ?? ''];
	if (!values.every(isPlain)) return refuse('must be text', 'enter text, or a list of texts');
	return Array.isArray(given) ? values.map(String) : values.join('');
});

const ids = (fix: string) => z.array(instagramId(fix));

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
	z.enum(['all', 'topLevel', 'replies']),
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
	z.boolean(),
);

const includePayload = option(
	{
		displayName: 'Include Payload',
		name: 'includePayload',
		type: 'boolean',
		displayOptions: { show: { '/simplify': [true] } },
		default: false,
		description: "Whether to add Instagram's original data as payload",
	},
	z.boolean(),
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
				description:
					'Each line is a pattern, such as (price|cost) or ^info$. Needs n8n 2.40 or newer.',
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
	z.enum(['contains', 'word', 'exact', 'startsWith', 'regex']),
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
			'Only comments and messages with one of these keywords start the workflow. Separate keywords with commas or line breaks, regular expressions with line breaks.',
	},
	typed,
);

const mediaIds = option<string[]>(
	{
		displayName: 'Media IDs',
		name: 'mediaIds',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: forComments,
		default: '',
		placeholder: 'e.g. 18071354672638470',
		description:
			'Only comments on these posts, reels or ads start the workflow. Separate IDs with commas or line breaks. To find an ID, comment on the post and copy mediaId. Posts chosen by name count as well.',
	},
	typed
		.transform((given) => entries([given].flat().join('\n'), /[,\r\n]/))
		.pipe(ids('enter the IDs of posts, separated by commas or line breaks')),
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
			'Only comments on these posts and reels, or on those in Media IDs, start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	z.preprocess(
		(given) => [given ?? []].flat(),
		z.array(z.coerce.string()).pipe(ids('choose posts from the list, or use their IDs')),
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

export const simplify = parameter(
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	z.boolean(),
);

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
