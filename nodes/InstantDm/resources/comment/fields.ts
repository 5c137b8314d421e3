import type { INodeProperties } from 'n8n-workflow';

export const commentIdField: INodeProperties = {
	displayName: 'Comment ID',
	name: 'commentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 17890012345',
	description:
		'The comment to answer, a long number. Leave it as text: a number may lose its last digits.',
	hint: 'The InstantDM Trigger gives it as commentId',
};

export const commentTextField: INodeProperties = {
	displayName: 'Comment Text',
	name: 'commentText',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Thanks! Check your DM',
	hint: 'The public reply, which everyone can read',
	description:
		'Instagram may refuse more than 300 characters, more than 4 hashtags, more than 1 link, or all capitals',
};
