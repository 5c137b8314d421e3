import type { Api } from '../api';
import { documentedErrors } from '../documentedErrors';
import { download } from '../instagram/download';
import { receive } from '../instagram/receive';
import { replayed } from '../replay';
import { parseCall } from './call';

/**
 * `POST /api-webhook`. A comment reply is answered as InstantDM documents it; for send_message its
 * documentation gives no answer, so Instagram's own is passed on. How an error is wrapped, it does
 * not document either.
 */
export const webhookApi: Api = {
	name: 'webhook',
	understand: (received, instantDm) => {
		const { isJson, body } = received;
		if (!isJson) return { status: 400, message: 'Content-Type must be application/json' };
		if (!instantDm.settings.connections.includes('ig_user')) return documentedErrors.noInstagram;
		const call = parseCall(body);
		if (call === documentedErrors.unknownAction) return replayed(received) ?? call;
		if ('status' in call) return call;
		const { action, to } = call;
		return {
			action,
			to,
			carryOut: async () => {
				const { instagram } = instantDm;
				const failed = 'message' in call ? await download(call.message, instagram) : null;
				return instantDm.bill(
					() => failed ?? receive(call, instagram),
					({ answer }) =>
						action === 'post_comment' ? { message: 'Comment reply posted', ...answer } : answer,
				);
			},
		};
	},
	refuse: ({ status, message }) => ({ status, body: { error: message } }),
};
