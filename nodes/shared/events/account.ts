import { asId, asObject, asText, type Json } from '../json/exactJson';
import type { Account } from './fromApi';

/** The account, from what `/account_details` gives under `data`; what is missing is null. */
export function toAccount(details: Json | undefined): Account {
	const { ig_user_id, ig_username } = asObject(details);
	return { id: asId(ig_user_id), username: asText(ig_username) };
}
