import { z } from 'zod';

import type { Instagram } from '../instagram/instagram';
import type { LedgerEntry } from '../ledger';
import { personEvent, type Event } from './payloads';

const tappable = z.object({ title: z.string(), payload: z.string() });

/** The quick replies and buttons of a call to send a message. */
const sentSchema = z.object({
	message: z.object({
		quick_replies: z.array(z.unknown()).default([]),
		attachment: z
			.object({ payload: z.object({ buttons: z.array(z.unknown()).default([]) }).default({}) })
			.default({}),
	}),
});

const titled = (list: unknown[], title: string) =>
	list.flatMap((one) => tappable.safeParse(one).data ?? []).find((one) => one.title === title);

/**
 * What Instagram tells when the person taps what a message to them shows under that title. They say
 * the title with it.
 * @param entries the calls that sent messages; the newest that shows it counts
 */
export function tapOf(entries: readonly LedgerEntry[], title: string, instagram: Instagram): Event {
	for (const { id, body } of [...entries].reverse()) {
		const sent = sentSchema.safeParse(body).data?.message;
		const message = instagram.get('message', id ?? '');
		if (!sent || !message) continue;
		const { quick_replies, attachment } = sent;
		const reply = titled(quick_replies, title);
		const button = titled(attachment.payload.buttons, title);
		if (!reply && !button) continue;
		const said = instagram.add('message', { personId: message.personId, text: title });
		const { id: mid } = said;
		const part = reply
			? { message: { mid, text: title, quick_reply: { payload: reply.payload } } }
			: { postback: { mid, ...button } };
		return personEvent(said, part, instagram);
	}
	throw new Error(`Nothing that was sent shows "${title}"`);
}
