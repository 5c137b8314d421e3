import { get } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { issue } from '../../shared/parameters/check';
import { parameter, type ReadParameter } from '../../shared/parameters/parameter';
import { entriesOf, list, optional, text } from '../../shared/parameters/schemas';
import { QUICK_REPLIES } from '../messageFormats/quickReplies';

/** Something to tap. */
export interface Offer {
	/** What the chat shows. */
	title: string;
	/** What the tap brings. */
	value: string;
	/** What the output says of it. */
	data: IDataObject;
}

export const responseType = parameter(
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Approval',
				value: 'approval',
				description: 'Approve or decline',
			},
			{
				name: 'Choice',
				value: 'choice',
				description: 'One of the choices that you list',
			},
		],
		default: 'approval',
		description: 'What the person can answer',
	},
	z.enum(['approval', 'choice']),
);

const APPROVE = 'Approve';
const DECLINE = 'Decline';

const label = (standard: string) => optional(text('')).transform((given) => given ?? standard);

/** Named as in n8n's own nodes: n8n's human review copies them. */
export const approvalOptions = parameter(
	{
		displayName: 'Approval Options',
		name: 'approvalOptions',
		type: 'fixedCollection',
		displayOptions: { show: { responseType: ['approval'] } },
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Type of Approval',
						name: 'approvalType',
						type: 'options',
						options: [
							{ name: 'Approve Only', value: 'single' },
							{ name: 'Approve and Disapprove', value: 'double' },
						],
						default: 'double',
					},
					{
						displayName: 'Approve Button Label',
						name: 'approveLabel',
						type: 'string',
						default: APPROVE,
						description: 'Instagram cuts it off after 20 characters',
					},
					{
						displayName: 'Disapprove Button Label',
						name: 'disapproveLabel',
						type: 'string',
						displayOptions: { show: { approvalType: ['double'] } },
						default: DECLINE,
						description: 'Instagram cuts it off after 20 characters',
					},
				],
			},
		],
	},
	z.preprocess(
		(given): unknown => get(given, 'values', {}),
		z
			.object({
				approvalType: z.enum(['single', 'double']).default('double'),
				approveLabel: label(APPROVE),
				disapproveLabel: label(DECLINE),
			})
			.transform(({ approvalType, approveLabel, disapproveLabel }): Offer[] => [
				{ title: approveLabel, value: 'approve', data: { approved: true } },
				...(approvalType === 'double'
					? [{ title: disapproveLabel, value: 'decline', data: { approved: false } }]
					: []),
			]),
	),
);

const choice = z
	.object({ title: text('enter what people tap'), value: optional(text('')) })
	.transform(({ title, value = title }): Offer => {
		const plain = value.trim();
		return { title, value: plain, data: { value: plain, title } };
	});

export const choices = parameter(
	{
		displayName: 'Choices',
		name: 'choices',
		type: 'fixedCollection',
		typeOptions: entriesOf('title', QUICK_REPLIES),
		displayOptions: { show: { responseType: ['choice'] } },
		placeholder: 'Add Choice',
		required: true,
		default: { choice: [{ title: '' }] },
		description: 'Up to 13 quick replies, or up to 3 buttons',
		options: [
			{
				displayName: 'Choice',
				name: 'choice',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. Medium',
						description: 'What people tap. Instagram cuts it off after 20 characters.',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. M',
						description: "The value in the output. People don't see it. Defaults to the title.",
					},
				],
			},
		],
	},
	list('choice', choice, QUICK_REPLIES).superRefine((offers, context) => {
		offers.forEach(({ value }, index) => {
			if (offers.findIndex((other) => other.value === value) === index) return;
			context.addIssue({
				code: 'custom',
				...issue('has the value of another choice', 'give each choice a value of its own'),
				path: [index],
			});
		});
	}),
);

/** @throws InputError */
export function offersOf(read: ReadParameter): Offer[] {
	return responseType.from(read) === 'choice' ? choices.from(read) : approvalOptions.from(read);
}
