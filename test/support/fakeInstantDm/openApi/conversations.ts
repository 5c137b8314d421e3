import { groupBy } from 'lodash';

import { documentedErrors } from '../documentedErrors';
import { conversationElement, conversationIdOf, messageElement } from '../instagram/elements';
import type { InstantDm } from '../instantDm';
import { list, notFound, opaqueId } from './route';

/** Of a conversation, only so many messages come with their text. */
const FULL = 20;

/** Instagram Login is what these routes take; a Facebook Page does as well. */
const unconnected = ({ settings: { connections } }: InstantDm) =>
	connections.includes('ig_user') || connections.includes('fb_page')
		? null
		: documentedErrors.noInstagram;

export const conversationRoutes = [
	list('/ig_conversations', { fields: {} }, (_, instantDm) => {
		const { instagram } = instantDm;
		const conversations = groupBy(instagram.all('message'), ({ personId }) => `p${personId}`);
		return (
			unconnected(instantDm) ?? {
				elements: Object.values(conversations).map((messages) =>
					conversationElement(messages, instagram),
				),
			}
		);
	}),
	list(
		'/ig_conversation_messages',
		{ fields: { conversation_id: opaqueId }, to: ({ conversation_id }) => conversation_id },
		({ conversation_id }, instantDm) => {
			const { instagram } = instantDm;
			const messages = instagram.all(
				'message',
				({ personId }) => conversationIdOf(personId) === conversation_id,
			);
			if (messages.length === 0) return unconnected(instantDm) ?? notFound('Conversation');
			return (
				unconnected(instantDm) ?? {
					elements: messages.map((message, index) =>
						messageElement(message, index < FULL, instagram),
					),
				}
			);
		},
	),
];
