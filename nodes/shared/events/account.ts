import type { IDataObject } from 'n8n-workflow';

import { asId, asText, asJson } from '../json/exactJson';
import type { Account } from './fromApi';

/** The account, from what `/account_details` gives under `data`; what is missing is null. */
export function toAccount(details: IDataObject | undefined): Account {
	const { ig_user_id, ig_username } = asJson(details ?? {});
	return { id: asId(ig_user_id), username: asText(ig_username) };
}
