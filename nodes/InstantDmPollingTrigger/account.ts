import { z } from 'zod';

import type { Access } from '../shared/api/credential';
import { accountDetails } from '../shared/api/routes';
import type { Account } from '../shared/events/fromApi';
import { fingerprint } from '../shared/events/item';
import type { Cursor } from './cursor';
import type { Reader } from './reader';

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
 * The connected account, asked for once and then remembered as long as the key is the same.
 * @returns with it the cursor, which is of use only for the same account
 * @throws FailedCall
 */
export async function readAccount(
	reader: Reader,
	access: Access,
	cursor: Cursor | null,
): Promise<{ account: Cursor['account']; cursor: Cursor | null }> {
	const key = fingerprint(`${access.openApiBaseUrl} ${access.apiKey}`);
	if (cursor?.account.key === key) return { account: cursor.account, cursor };
	const { data } = details.parse(await reader.answer(accountDetails()));
	const account = { key, id: data.ig_user_id, username: data.ig_username };
	return { account, cursor: cursor && isSame(cursor.account, account) ? cursor : null };
}

function isSame(one: Account, other: Account): boolean {
	return one.id === other.id && (one.id !== null || one.username === other.username);
}
