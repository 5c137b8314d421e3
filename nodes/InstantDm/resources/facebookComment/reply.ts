import { about, postRequest } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { id, text } from '../../../shared/parameters/schemas';
import { sendingOptions } from '../../fields/options';
import type { Operation } from '../operation';

const facebookCommentId = parameter(
	{
		displayName: 'Facebook Comment ID',
		name: 'facebookCommentId',
		type: 'string',
		required: true,
		default: '={{ $json.id }}',
		placeholder: 'e.g. 908070605040302_123456789',
		description: 'ID of the comment to reply to. Use the ID that Get Many returns.',
	},
	id('enter the ID that Get Many returns'),
);

const replyText = parameter(
	{
		displayName: 'Reply',
		name: 'replyText',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Thanks! We sent you a message',
		description: 'The public reply. Everyone can read it.',
	},
	text('enter the text of the reply'),
);

export const reply: Operation = {
	value: 'reply',
	name: 'Reply',
	action: 'Reply to Facebook comment',
	description: 'Reply publicly to a comment on your Facebook Page. Costs one credit.',
	fields: [facebookCommentId.property, replyText.property],
	options: sendingOptions(),
	orderBy: 'facebookCommentId',
	plan: (read) => [
		about(
			postRequest('/fb_page_comment_reply', {
				comment_id: facebookCommentId.from(read),
				comment_text: replyText.from(read),
			}),
			facebookCommentId,
		),
	],
};
