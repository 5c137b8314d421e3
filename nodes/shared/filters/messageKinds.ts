import { z } from 'zod';

import { MESSAGE_KINDS, WRITTEN_KINDS } from '../events/messageKind';
import { option } from '../parameters/parameter';

export const messageKinds = option(
	{
		displayName: 'Message Types',
		name: 'messageKinds',
		type: 'multiOptions',
		displayOptions: { show: { '/events': ['dm_received'] } },
		options: [
			{
				name: 'Attachment',
				value: 'attachment',
				description: 'An image, video, voice message or file',
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
				description: 'Someone reacted to a message, or removed a reaction',
			},
			{
				name: 'Read',
				value: 'read',
				description: 'Someone read your message',
			},
			{
				name: 'Referral',
				value: 'referral',
				description: 'Someone started the chat from an ig.me link or an ad',
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
				description: 'Someone replied to your story',
			},
			{
				name: 'Text',
				value: 'text',
				description: 'A text message',
			},
			{
				name: 'Unsupported',
				value: 'unsupported',
				description: "A message that Instagram doesn't share with apps, such as a GIF",
			},
		],
		default: [...WRITTEN_KINDS],
		description:
			'Which messages start the workflow. Defaults to new messages from people. Replying to read receipts, reactions or edits can create a loop.',
	},
	z.array(z.enum(MESSAGE_KINDS)),
);
