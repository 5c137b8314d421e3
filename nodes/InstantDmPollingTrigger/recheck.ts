import type { CommentsCursor } from './cursor';
import { withThreads, type Reading } from './post';
import type { Reader } from './reader';

type Place = NonNullable<CommentsCursor['recheck']>;

/**
 * Looks through one page of comments whether or not their number has changed: the next page at each
 * poll, post after post, over and over. What was missed is found after as many polls as the posts
 * have pages of comments, at most.
 * @returns the readings with what was found, and the place where the next poll goes on
 * @throws FailedCall
 */
export async function lookAgain(
	reader: Reader,
	readings: Reading[],
	cursor: CommentsCursor | null,
): Promise<{ readings: Reading[]; next: Place | null }> {
	const place = cursor?.recheck ?? null;
	const commented = readings.filter(
		({ listed, post }) => listed.count !== 0 && post.count !== null,
	);
	const at = commented.findIndex(({ listed }) => listed.id === place?.post);
	const reading = commented[Math.max(at, 0)];
	const following = commented[at + 1] ?? commented[0];
	if (cursor === null || reader.isSpent || !reading || !following) return { readings, next: place };

	const from = at === -1 ? null : (place?.after ?? null);
	const page = await reader.page(reading.comments, from);
	const again = withThreads(reading, reading.threadsIn(page?.elements ?? []));
	const after = page?.after ?? null;
	return {
		readings: readings.map((one) => (one === reading ? again : one)),
		next:
			after !== null && after !== from
				? { post: reading.listed.id, after }
				: { post: following.listed.id, after: null },
	};
}
