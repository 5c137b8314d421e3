import type { Refusal } from '../documentedErrors';
import type { Settings } from '../settings';

/** One element of a list, in the Graph API's shape. */
export interface Element {
	id: string;
	[field: string]: unknown;
}

interface Page {
	data: readonly Element[];
	paging?: { cursors: { before: string; after?: string }; next?: string; previous?: string };
}

interface Cursor {
	/** The element before the page that it leads to, and that page's first. */
	last: string;
	first: string;
}

/** Opaque, and with signs that a URL must not carry as they are. */
const encode = ({ last, first }: Cursor) =>
	Buffer.from(`${last} ${first} ~~~?>`).toString('base64');

function decode(cursor: string): Cursor | undefined {
	const [, last, first] =
		/^(\S*) (\S*) ~~~\?>$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
	return last === undefined || first === undefined ? undefined : { last, first };
}

/** Where a page starts, found by either element as long as one of them is there. */
function startOf({ last, first }: Cursor, elements: readonly Element[]): number {
	const before = elements.findIndex(({ id }) => id === last);
	if (before !== -1 || first === '') return before + 1;
	const here = elements.findIndex(({ id }) => id === first);
	return here === -1 ? elements.length : here;
}

/**
 * A page of a list as the Graph API gives it.
 * @see https://developers.facebook.com/docs/graph-api/results
 */
export function pageOf(
	elements: readonly Element[],
	after: string | undefined,
	{ pageSize, lastPage }: Settings,
	passesOnPaging = false,
): Page | Refusal {
	const cursor = after === undefined ? { last: '', first: '' } : decode(after);
	if (cursor === undefined) return { status: 400, message: 'Invalid cursor' };
	const start = startOf(cursor, elements);
	const end = start + pageSize;
	const data = elements.slice(start, end);
	const [first, last, next] = [data[0], data.at(-1), elements[end]];
	if (!first || !last) return { data };
	const before = encode({ last: '', first: first.id });
	const cursors = { before, after: encode({ last: last.id, first: next?.id ?? 'none' }) };
	if (lastPage === 'documented' && start === 0 && next === undefined) return { data };
	const leadsOn = next !== undefined || lastPage === 'empty';
	if (!leadsOn && lastPage === 'repeats') {
		return { data, paging: { cursors: { before, after: encode(cursor) } } };
	}
	if (!passesOnPaging) return { data, paging: { cursors: leadsOn ? cursors : { before } } };
	const address = (way: string) => `https://graph.instagram.com/?${way}`;
	return {
		data,
		paging: {
			cursors,
			...(leadsOn && { next: address(`after=${encodeURIComponent(cursors.after)}`) }),
			...(start > 0 && { previous: address(`before=${encodeURIComponent(before)}`) }),
		},
	};
}
