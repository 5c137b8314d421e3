import { about, getRequest } from '../../../shared/api/request';
import { contactId } from '../../fields/pickers';
import type { Operation } from '../operation';

export const getProfile: Operation = {
	value: 'getProfile',
	name: 'Get Profile',
	action: 'Get profile of contact',
	description:
		"Get a person's Instagram profile: username, name, picture, number of followers, and whether they follow you",
	fields: [contactId.property],
	plan: (read) => [
		about(getRequest('/contact_profile', { contact_id: contactId.from(read) }), contactId),
	],
};
