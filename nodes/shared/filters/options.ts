import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { entries } from './entries';
import { messageKinds } from './messageKinds';
import { option } from './option';

const forComments = { show: { '/events': ['comment'] } };
const forText = { show: { '/events': ['comment', 'dm_received'] } };

const commentKind = option(
	{
		displayName: 'Comment Kind',
		name: 'commentKind',
		type: 'options',
		displayOptions: forComments,
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Comments on the Post', value: 'topLevel' },
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
			'Whether to leave out the comments and messages of your own account. A workflow that replies would otherwise answer its own replies, over and over.',
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
			'Whether to add what Instagram sent for the event, unchanged, as the field payload; for a button with a payload of its own as the field element',
	},
	z.boolean().default(false),
);

const keywordMatch = option(
	{
		displayName: 'Keyword Match',
		name: 'keywordMatch',
		type: 'options',
		displayOptions: forText,
		options: [
			{
				name: 'Contains',
				value: 'contains',
				description: 'The keyword appears anywhere, also inside a longer word',
			},
			{
				name: 'Contains Word',
				value: 'word',
				description: 'The keyword appears as a word of its own',
			},
			{
				name: 'Is Exactly',
				value: 'exact',
				description: 'The text is the keyword and nothing else',
			},
			{
				name: 'Regular Expression',
				value: 'regex',
				description: 'Each line is a pattern, such as (price|cost) or ^info$',
			},
			{
				name: 'Starts With',
				value: 'startsWith',
				description: 'The text begins with the keyword',
			},
		],
		default: 'contains',
		description: 'How a keyword must appear in the text. Upper and lower case never matter.',
	},
	z.enum(['contains', 'word', 'exact', 'startsWith', 'regex']).default('contains'),
);

const keywords = option(
	{
		displayName: 'Keywords',
		name: 'keywords',
		type: 'string',
		typeOptions: { rows: 3 },
		displayOptions: forText,
		default: '',
		placeholder: 'e.g. price, link, info',
		description:
			'Only comments and messages with one of these keywords start the workflow. Separate them with commas or line breaks; regular expressions with line breaks only. Button clicks and flow events are not affected.',
	},
	z.coerce.string().default(''),
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
			'Only comments on these posts, reels or ads start the workflow. Separate the IDs with commas or line breaks; the field mediaId of a comment holds the ID of its post.',
	},
	z.coerce
		.string()
		.default('')
		.transform((text) => entries(text, /[,\r\n]/))
		.pipe(z.array(z.string().regex(/^\d+$/, 'a media ID consists of digits'))),
);

const options = {
	commentKind,
	ignoreOwnActivity,
	includePayload,
	keywordMatch,
	keywords,
	mediaIds,
	messageKinds,
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
});

export type FilterOptions = z.infer<typeof filterSchema>;
