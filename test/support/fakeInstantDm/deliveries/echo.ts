import type { Instagram } from '../instagram/instagram';
import type { LedgerEntry } from '../ledger';
import { commentEvent, messageEvent, readEvent, type Event } from './payloads';

/**
 * What Instagram tells the account about its own doing: its reply as a new comment, its message as
 * an echo, then the other side's read receipt. Nothing for what was not delivered.
 * @see https://developers.facebook.com/docs/instagram-platform/self-messaging
 */
export function echoesOf({ delivered, id }: LedgerEntry, instagram: Instagram): Event[] {
	if (!delivered || id === null) return [];
	const comment = instagram.get('comment', id);
	if (comment) return [commentEvent(comment, instagram)];
	const message = instagram.get('message', id);
	return message ? [messageEvent(message, instagram), readEvent(message, instagram)] : [];
}
