import { z } from 'zod';

import { inputError } from '../../shared/parameters/check';
import { parameter, type ReadParameter } from '../../shared/parameters/parameter';
import { text } from '../../shared/parameters/schemas';
import { BUTTONS } from '../messageFormats/buttons';
import { QUICK_REPLIES } from '../messageFormats/quickReplies';
import { approvalOptions, choices, offersOf, responseType } from './offers';

const SHOWN_AS = { quickReplies: QUICK_REPLIES, buttons: BUTTONS };

/** n8n's human review fills it in by this name. */
const message = parameter(
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Which size would you like?',
		description:
			'The text above what can be tapped: up to 1,000 characters with quick replies, 640 with buttons',
	},
	text('enter the question'),
);

const showAs = parameter(
	{
		displayName: 'Show As',
		name: 'showAs',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Buttons',
				value: 'buttons',
				description: 'Up to 3 below the message, where they stay',
			},
			{
				name: 'Quick Replies',
				value: 'quickReplies',
				description: 'Up to 13 above the keyboard. They disappear once the person writes.',
			},
		],
		default: 'quickReplies',
		description: 'How the answers appear. Shown in the mobile app only.',
	},
	z.enum(['quickReplies', 'buttons']),
);

export const questionFields = [message, responseType, approvalOptions, choices, showAs].map(
	({ property }) => property,
);

/**
 * The message that asks. What can be tapped has the plain value as its payload.
 * @throws InputError
 */
export function questionMessage(read: ReadParameter) {
	const shownAs = showAs.from(read);
	const limit = SHOWN_AS[shownAs];
	const asked = message.from(read);
	const offers = offersOf(read);
	const length = Array.from(asked).length;
	if (length > limit.characters) {
		throw inputError(
			message.property,
			`has ${length} characters; Instagram allows ${limit.characters} with what can be tapped`,
			'shorten it, or send the rest in a separate message first',
		);
	}
	if (offers.length > limit.max) {
		const problem = `has ${offers.length} entries; Instagram allows ${limit.max} buttons`;
		throw inputError(choices.property, problem, "set 'Show As' to 'Quick Replies'");
	}
	if (shownAs === 'quickReplies') {
		const quick_replies = offers.map(({ title, value }) => ({
			...{ content_type: 'text', title, payload: value },
		}));
		return { text: asked, quick_replies };
	}
	const buttons = offers.map(({ title, value }) => ({ type: 'postback', title, payload: value }));
	const payload = { template_type: 'button', text: asked, buttons };
	return { attachment: { type: 'template', payload } };
}
