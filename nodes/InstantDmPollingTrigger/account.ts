import { z } from 'zod';

import { accountDetails } from '../shared/api/routes';
import type { Account } from '../shared/events/fromApi';
import { InputError } from '../shared/parameters/inputError';
import type { Calls } from './reading';

const text = z.string().min(1).nullable().catch(null);

/** As `/account_details` tells; what is missing is null. */
const details = z.object({
	data: z
		.object({
			ig_user_id: z.union([text, z.number().int().transform(String)]),
			ig_username: text,
		})
		.catch({ ig_user_id: null, ig_username: null }),
});

/**
 * The connected account.
 * @throws FailedCall; InputError where InstantDM names neither id nor username, since without them
 *   the account's own comments look like someone else's
 */
export async function askAccount(calls: Calls): Promise<Account> {
	const { data } = details.parse(await calls.ask(accountDetails()));
	if (data.ig_user_id === null && data.ig_username === null) {
		throw new InputError(
			"InstantDM didn't say which Instagram account this API key belongs to",
			'nothing is lost, the next check asks again',
		);
	}
	return { id: data.ig_user_id, username: data.ig_username };
}

/** Whether it is one account: it may have been renamed, and an answer may lack the id. */
export function isSameAccount(one: Account, other: Account): boolean {
	if (one.id !== null && other.id !== null) return one.id === other.id;
	return one.username?.toLowerCase() === other.username?.toLowerCase();
}
