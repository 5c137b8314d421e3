import { z } from 'zod';

import type { Instagram } from '../instagram/instagram';
import { receive } from '../instagram/receive';
import { get, id, notFound, ok, opaqueId, post } from './route';

/** Whether Instagram knows that person from a comment or a message. */
const hasMet = (instagram: Instagram, person: string) =>
	instagram.get('person', person) !== undefined ||
	[...instagram.all('comment'), ...instagram.all('message')].some(
		({ personId }) => personId === person,
	);

export const contactRoutes = [
	get(
		'/contact_profile',
		{ fields: { contact_id: id }, needs: ['ig_user'], to: ({ contact_id }) => contact_id },
		({ contact_id }, { instagram }) => {
			if (!hasMet(instagram, contact_id)) return notFound('Contact');
			const person = instagram.person(contact_id);
			return ok({
				data: {
					contact_id,
					username: person.username,
					name: person.name,
					profile_pic: `https://cdn.example.com/people/${contact_id}.jpg`,
					follower_count: person.followerCount,
					is_following: person.isFollowing,
					is_business_following: person.isBusinessFollowing,
				},
			});
		},
	),
	post(
		'/create_or_update_contact',
		{
			fields: {
				contact_id: id,
				tags: z.array(z.string().min(1)).optional(),
				contact_info: z.record(z.union([z.string(), z.number(), z.boolean()])).optional(),
			},
			to: ({ contact_id }) => contact_id,
		},
		({ contact_id, tags = [], contact_info = {} }, { instagram }) => {
			const before = instagram.get('contact', contact_id);
			instagram.add('contact', {
				id: contact_id,
				tags: [...new Set([...(before?.tags ?? []), ...tags])],
				info: { ...before?.info, ...contact_info },
			});
			return ok({ contact_id });
		},
	),
	post(
		'/trigger_flow',
		{ fields: { flow_id: opaqueId, recipient_id: id }, to: ({ recipient_id }) => recipient_id },
		({ flow_id, recipient_id: to }, instantDm) => {
			const { instagram } = instantDm;
			const flow = instagram.get('flow', flow_id);
			if (!flow) return notFound('Flow');
			const send = (text: string) =>
				receive({ action: 'send_message', type: 'dm', to, message: { text } }, instagram);
			const [first, ...rest] = flow.messages;
			return instantDm.bill(
				() => {
					const sent = send(first);
					rest.forEach(send);
					return sent;
				},
				() => ({ code: 200, flow_id, ...instantDm.creditsLeft() }),
				flow.messages.length,
			);
		},
	),
];
