import { instagramId } from '../../shared/parameters/schemas';
import { parameter } from '../../shared/parameters/parameter';

export const recipientId = parameter(
	{
		displayName: 'Recipient ID',
		name: 'recipientId',
		type: 'string',
		required: true,
		default: '={{ $json.senderId }}',
		placeholder: 'e.g. 2358708294634624',
		description:
			"The person's numeric Instagram ID, not the username. It differs for each Instagram account they message. Keep it as text.",
		hint: 'Use senderId from the InstantDM Trigger',
	},
	instagramId('use senderId from the InstantDM Trigger, not a username'),
);

export const contactId = parameter(
	{
		displayName: 'Contact ID',
		name: 'contactId',
		type: 'string',
		required: true,
		default: '={{ $json.senderId }}',
		placeholder: 'e.g. 2358708294634624',
		description:
			"The person's numeric Instagram ID, not the username. Works for people who commented or sent a message. Keep it as text.",
		hint: 'Use senderId from the InstantDM Trigger',
	},
	instagramId('use senderId from the InstantDM Trigger, not a username'),
);

export const commentId = parameter(
	{
		displayName: 'Comment ID',
		name: 'commentId',
		type: 'string',
		required: true,
		default: '={{ $json.commentId }}',
		placeholder: 'e.g. 17890012345',
		description: 'ID of the comment. Keep it as text; as a number it can lose digits.',
		hint: 'Use commentId from the InstantDM Trigger',
	},
	instagramId('use commentId from the InstantDM Trigger'),
);
