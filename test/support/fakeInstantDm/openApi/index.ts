import type { Api } from '../api';
import { replayed } from '../replay';
import { accountRoutes } from './account';
import { adRoutes } from './ads';
import { commentRoutes } from './comments';
import { contactRoutes } from './contacts';
import { conversationRoutes } from './conversations';
import { facebookRoutes } from './facebook';
import { messageRoutes } from './messages';
import { postRoutes } from './posts';
import { notFound, type Route } from './route';

const routes: readonly Route[] = [
	...accountRoutes,
	...adRoutes,
	...commentRoutes,
	...contactRoutes,
	...conversationRoutes,
	...facebookRoutes,
	...messageRoutes,
	...postRoutes,
];

/**
 * InstantDM's Open API 1.1. It accepts nothing that its description does not name; where that is
 * silent about an answer, it is the Graph API's. What no route is for, a fixture may answer.
 */
export const openApi: Api = {
	name: 'open',
	understand: (received, instantDm) => {
		const { method, path } = received;
		const route = routes.find((one) => one.method === method && one.path === path);
		return (
			route?.understand(received, instantDm) ?? replayed(received) ?? notFound(`${method} ${path}`)
		);
	},
	refuse: ({ status, message, ...flags }) => ({
		status,
		body: { error: { code: status, message, ...flags } },
	}),
};
