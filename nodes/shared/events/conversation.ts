import { asFlag, asId, asObject } from '../json/exactJson';
import type { Occurrence } from './event';

/** Who wrote to whom, in the terms of Meta's `messaging` elements. */
export interface Parties {
	senderId: string | null;
	recipientId: string | null;
	accountId: string | null;
	isOwn: boolean;
}

/**
 * An element is the account's own when Meta marks it as an echo or as a message to oneself, or when
 * the sender is the account. `entry.id` is asked only where `trustEntryId` says so: Meta prints the
 * person's id there in its samples of postbacks and referrals.
 */
export function partiesOf({ value, entry, optimized }: Occurrence, trustEntryId: boolean): Parties {
	const senderId = asId(asObject(value.sender).id) ?? asId(optimized.sender_id);
	const recipientId = asId(asObject(value.recipient).id);
	const entryId = asId(entry.id);
	const isOwn =
		[value, asObject(value.message), asObject(value.postback)].some(
			(marked) => asFlag(marked.is_echo) || asFlag(marked.is_self),
		) ||
		(senderId !== null && (senderId === recipientId || (trustEntryId && senderId === entryId)));
	return { senderId, recipientId, accountId: (isOwn ? senderId : recipientId) ?? entryId, isOwn };
}
