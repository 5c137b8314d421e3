import type { Call } from './call';
import type { InstagramError } from './instagramError';
import { refusalOf } from './message';
import type { Settings } from './settings';

/** What Instagram made of a call: the new comment's or message's id and InstantDM's answer. */
export interface Taken {
	id: string;
	answer: Record<string, string>;
}

/** Instagram behind InstantDM: judges messages, hands out ids, remembers private replies. */
export class Instagram {
	private taken = 0;
	private readonly answeredComments = new Set<string>();

	/**
	 * Delivers a call, or says why not. A comment reply is answered as InstantDM documents it; for
	 * send_message its documentation gives no answer, so Instagram's own is passed on.
	 * @see https://developers.facebook.com/docs/instagram-platform/private-replies
	 */
	receive(call: Call, settings: Settings): Taken | InstagramError {
		if (call.action === 'post_comment') {
			const id = this.nextId('1789001');
			return { id, answer: { message: 'Comment reply posted', comment_id: id } };
		}
		const refusal = refusalOf(call.message, settings.textLimit);
		if (refusal) return refusal;
		if (call.type === 'comment_reply') {
			if (settings.secondPrivateReply === 'refuse' && this.answeredComments.has(call.to)) {
				return { status: 400, code: 10900, message: 'This comment already has a private reply' };
			}
			this.answeredComments.add(call.to);
		}
		const id = this.nextId('aWdfZAG1fc3RhbmRpbg');
		const recipient = call.type === 'dm' ? call.to : commenterOf(call.to);
		return { id, answer: { recipient_id: recipient, message_id: id } };
	}

	private nextId(prefix: string): string {
		this.taken += 1;
		return `${prefix}${String(this.taken).padStart(10, '0')}`;
	}
}

/** The made-up person who wrote a comment: the same for the same comment. */
export function commenterOf(commentId: string): string {
	return `23${commentId.slice(-14).padStart(14, '0')}`;
}
