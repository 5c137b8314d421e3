import type { INodeProperties } from 'n8n-workflow';

import { WRITTEN_KINDS } from '../../shared/events/messageKind';

const forComments = { show: { '/events': ['comment'] } };
const forMessages = { show: { '/events': ['dm_received'] } };
const forText = { show: { '/events': ['comment', 'dm_received'] } };

/** Which of the selected events start the workflow, and what their items carry. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
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
		{
			displayName: 'Ignore Duplicates',
			name: 'deduplicate',
			type: 'boolean',
			default: true,
			description:
				'Whether an event that InstantDM delivers again starts the workflow only once. What was seen is remembered for two days in the memory of n8n: it is lost when n8n restarts, and not shared between several webhook processes. Where that matters, add a Remove Duplicates node on the field eventId.',
		},
		{
			displayName: 'Ignore Own Activity',
			name: 'ignoreOwnActivity',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave out the comments and messages of your own account. A workflow that replies would otherwise answer its own replies, over and over.',
		},
		{
			displayName: 'Include Payload',
			name: 'includePayload',
			type: 'boolean',
			displayOptions: { show: { '/simplify': [true] } },
			default: false,
			description:
				'Whether to add what Instagram sent for the event, unchanged, as the field payload; for a button with a payload of its own as the field element',
		},
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
		{
			displayName: 'Maximum Age',
			name: 'maxAge',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Refuse deliveries whose X-Timestamp header is missing or older than this many seconds; 0 accepts any age. InstantDM does not sign that header, so this keeps late deliveries out but not someone who replays one.',
		},
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
		{
			displayName: 'Message Kinds',
			name: 'messageKinds',
			type: 'multiOptions',
			displayOptions: forMessages,
			options: [
				{
					name: 'Attachment',
					value: 'attachment',
					description: 'A picture, video, voice message or file',
				},
				{
					name: 'Deleted',
					value: 'deleted',
					description: 'A message was unsent',
				},
				{
					name: 'Edited',
					value: 'edited',
					description: 'A message was changed after it was sent',
				},
				{
					name: 'Other',
					value: 'other',
					description: 'Anything else that Instagram reports about a conversation',
				},
				{
					name: 'Quick Reply',
					value: 'quick_reply',
					description: 'Someone tapped a quick reply',
				},
				{
					name: 'Reaction',
					value: 'reaction',
					description: 'Someone reacted to a message, or took the reaction back',
				},
				{
					name: 'Read',
					value: 'read',
					description: 'Someone read your message',
				},
				{
					name: 'Referral',
					value: 'referral',
					description: 'Someone came through an ig.me link or an ad',
				},
				{
					name: 'Share',
					value: 'share',
					description: 'A shared post, reel or story',
				},
				{
					name: 'Story Mention',
					value: 'story_mention',
					description: 'Someone mentioned you in a story',
				},
				{
					name: 'Story Reply',
					value: 'story_reply',
					description: 'Someone answered your story',
				},
				{
					name: 'Text',
					value: 'text',
					description: 'A message of text',
				},
				{
					name: 'Unsupported',
					value: 'unsupported',
					description: 'A message that Instagram does not pass on, such as a GIF',
				},
			],
			default: [...WRITTEN_KINDS],
			description:
				'Which messages start the workflow; at first, whatever a person newly wrote. Answering receipts, reactions or edits can make a workflow run in circles.',
		},
	],
};
