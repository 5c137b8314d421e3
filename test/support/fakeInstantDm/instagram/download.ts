import { z } from 'zod';

import type { Instagram } from './instagram';
import type { InstagramError } from './instagramError';

/** A file that Instagram has downloaded to send it. */
export interface Download {
	url: string;
	type: string | null;
	content: Buffer;
}

const messageSchema = z.object({
	attachment: z.object({ payload: z.object({ url: z.string().url() }) }),
});

/**
 * Downloads the file that a message links to, if it is at an origin that this machine serves.
 * @returns what Instagram says when it cannot have it
 * @see https://developers.facebook.com/docs/sharing/webmasters/web-crawlers
 */
export async function download(
	message: unknown,
	{ settings, downloads }: Pick<Instagram, 'settings' | 'downloads'>,
): Promise<InstagramError | null> {
	const { data } = messageSchema.safeParse(message);
	if (data === undefined) return null;
	const { url } = data.attachment.payload;
	const { origin, pathname, search } = new URL(url);
	const served = settings.servedAt[origin];
	if (served === undefined) return null;
	const response = await fetch(`${served}${pathname}${search}`, {
		headers: { 'user-agent': 'facebookexternalhit/1.1', connection: 'close' },
	});
	const content = Buffer.from(await response.arrayBuffer());
	if (response.status !== 200) {
		const said = `Failed to fetch the file from the url (${response.status})`;
		return { status: 400, code: 100, subcode: 2018008, message: `(#100) ${said}` };
	}
	downloads.push({ url, type: response.headers.get('content-type'), content });
	return null;
}
