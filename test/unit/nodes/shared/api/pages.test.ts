import fc from 'fast-check';
import { chunk } from 'lodash';

import { elementsOf } from '../../../../../nodes/shared/api/pages';
import { listRequest } from '../../../../../nodes/shared/api/request';
import { FailedCall } from '../../../../../nodes/shared/api/failedCall';
import type { JsonObject } from '../../../../../nodes/shared/json/exactJson';

/** Walks a list through a server that answers the page of a cursor ('' for the first). */
async function walk(limit: number, answer: (after: string) => JsonObject, at?: string) {
	const asked: (Record<string, string> | undefined)[] = [];
	const found = await elementsOf(listRequest('/ig_posts', { q: '1' }, limit, at), (page) => {
		asked.push(page.query);
		return Promise.resolve(answer(page.query?.after ?? ''));
	});
	return { found, asked };
}

const ids = (...numbers: number[]) => numbers.map((id) => ({ id: String(id) }));

it('follows the cursor until there is none, with the query kept', async () => {
	const { found, asked } = await walk(Infinity, (after) =>
		after === ''
			? { data: ids(1, 2), paging: { cursors: { after: 'B=' } } }
			: { data: ids(3), paging: { cursors: { before: 'A' } } },
	);
	expect(found).toEqual(ids(1, 2, 3));
	expect(asked).toEqual([{ q: '1' }, { q: '1', after: 'B=' }]);
});

it.each([
	['a way back and none forward', { cursors: { after: 'B' }, previous: 'https://…' }],
	['an empty cursor', { cursors: { after: '' } }],
	['no cursors', {}],
	['nothing', null],
])('ends at a page whose paging has %s', async (_, paging) => {
	const { asked } = await walk(Infinity, () => ({ data: ids(1), paging }));
	expect(asked).toHaveLength(1);
});

it('goes on over an empty page that names the next one, and ends at one that does not', async () => {
	const { found, asked } = await walk(Infinity, (after) =>
		after === ''
			? { data: [], paging: { cursors: { after: 'B' }, next: 'https://…', previous: 'https://…' } }
			: { data: after === 'B' ? ids(1) : [], paging: { cursors: { after: `${after}+` } } },
	);
	expect(found).toEqual(ids(1));
	expect(asked.map((query) => query?.after)).toEqual([undefined, 'B', 'B+']);
});

it('gives each element once, in order, when the last page leads back to itself or another', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 40 }),
			fc.integer({ min: 1, max: 10 }),
			fc.nat(),
			fc.boolean(),
			async (total, size, back, withIds) => {
				const all = Array.from({ length: total }, (_, index) =>
					withIds ? { id: String(index), likes: index } : { likes: index },
				);
				const pages = chunk(all, size);
				const { found } = await walk(Infinity, (after) => {
					const index = Number(after);
					const next = index === pages.length - 1 ? back % pages.length : index + 1;
					return { data: pages[index] ?? [], paging: { cursors: { after: String(next) } } };
				});
				expect(found).toEqual(all);
			},
		),
	);
});

it('ends when every cursor is a new one and brings the same page', async () => {
	let likes = 0;
	const { found, asked } = await walk(Infinity, () => {
		likes += 1;
		return { data: [{ id: '1', likes }], paging: { cursors: { after: `cursor ${likes}` } } };
	});
	expect(found).toEqual([{ id: '1', likes: 1 }]);
	expect(asked).toHaveLength(2);
});

it('keeps elements that a page has twice, since only a page can come twice', async () => {
	const { found } = await walk(Infinity, () => ({ data: ids(1, 1) }));
	expect(found).toEqual(ids(1, 1));
});

describe('where the elements are', () => {
	const nested = (name: string): JsonObject => ({
		[name]: { data: ids(2), paging: { cursors: { after: '' } } },
	});

	it('finds them and their paging under the path of the list', async () => {
		const { found, asked } = await walk(
			Infinity,
			(after) =>
				after === ''
					? { posts_lists: { data: ids(1), paging: { cursors: { after: 'B' } } } }
					: nested('posts_lists'),
			'posts_lists.data',
		);
		expect(found).toEqual(ids(1, 2));
		expect(asked).toHaveLength(2);
	});

	it('finds them under data when they are not where they should be', async () => {
		const { found } = await walk(Infinity, () => ({ data: ids(1) }), 'posts_lists.data');
		expect(found).toEqual(ids(1));
	});

	it.each([
		['no list', { code: 200 }],
		['an object', { data: { id: '1' } }],
		['a text', { data: 'none' }],
		['elements without fields', { data: [null, 1, 'x', []] }],
	])('finds none in %s', async (_, answer) => {
		expect((await walk(Infinity, () => answer)).found).toEqual([]);
	});
});

it('gives the failure of a page, not half a list', async () => {
	const failed = new FailedCall(
		{
			title: 'No',
			advice: 'do this',
			details: null,
			httpCode: '401',
			retryable: false,
			retryAt: null,
			delivery: 'notSent',
			instagram: null,
		},
		'run',
	);
	const found = elementsOf(listRequest('/ig_posts', {}, 3), (page) =>
		page.query?.after === undefined
			? Promise.resolve({ data: ids(1), paging: { cursors: { after: 'B' } } })
			: Promise.reject(failed),
	);
	await expect(found).rejects.toBe(failed);
});

it('ends where a server goes on with empty pages, each with a new cursor', async () => {
	const { found, asked } = await walk(Infinity, (after) =>
		after === ''
			? { data: ids(1), paging: { cursors: { after: '1' }, next: 'https://…' } }
			: { data: [], paging: { cursors: { after: `${after}1` }, next: 'https://…' } },
	);
	expect(found).toEqual(ids(1));
	expect(asked).toHaveLength(6);
});

it('gets each element once, in order, and no page more than the limit needs', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 60 }),
			fc.integer({ min: 1, max: 10 }),
			fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constant(Infinity)),
			fc.constantFrom('with ways', 'cursors only', 'no cursor at the end'),
			async (total, size, limit, style) => {
				const all = ids(...Array.from({ length: total }, (_, index) => index));
				const pages = chunk(all, size);
				const { found, asked } = await walk(limit, (after) => {
					const index = after === '' ? 0 : Number(after);
					const isLast = index >= pages.length - 1;
					const ways = style === 'with ways' && {
						...(index > 0 && { previous: 'https://…' }),
						...(!isLast && { next: 'https://…' }),
					};
					const ends = isLast && style === 'no cursor at the end';
					const cursors = ends ? {} : { after: String(index + 1) };
					return { data: pages[index] ?? [], paging: { cursors, ...ways } };
				});
				expect(found).toEqual(all.slice(0, limit));
				const needed = Math.max(1, Math.ceil(Math.min(total, limit) / size));
				// Without a sign of the end, only an empty page shows it.
				const toSeeTheEnd = style === 'no cursor at the end' || limit <= total ? 0 : 1;
				expect(asked.length).toBeLessThanOrEqual(needed + toSeeTheEnd);
			},
		),
	);
});
