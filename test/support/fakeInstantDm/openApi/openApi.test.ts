import fc from 'fast-check';
import { z } from 'zod';

import { samples } from '../deliveries/events';
import { useFakeInstantDm } from '../useFakeInstantDm';
import seed from '../instagram/sample.json';
import type { SettingsInput } from '../settings';

const fakeInstantDm = useFakeInstantDm({ seed });

/** One call; `body` makes it a POST. */
async function call(path: string, body?: unknown, headers: Record<string, string> = {}) {
	const response = await fetch(fakeInstantDm().openApiUrl + path, {
		headers: { authorization: 'Bearer test-key', 'content-type': 'application/json', ...headers },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
	});
	return { status: response.status, text: await response.text() };
}

const ids = ({ text }: { text: string }) =>
	z
		.object({ data: z.array(z.object({ id: z.string() })) })
		.parse(JSON.parse(text))
		.data.map(({ id }) => id);

const [post, comment, person] = ['18071354672638470', '17890012345', '2358708294634624'];
const media = [{ url: 'https://example.com/a.mp4' }];

it.each([
	['an unknown query', '/ig_posts?limit=5', undefined, 400],
	['a missing id', '/ig_comments', undefined, 400],
	['an id that is none', '/ig_comments?post_id=abc', undefined, 400],
	['too many days', '/account_insights?days=31', undefined, 400],
	['all_ads in another way than 1', '/ads?ad_account_id=1&all_ads=true', undefined, 400],
	['a cursor it did not give', '/ig_posts?after=5', undefined, 400],
	['an unknown field', '/trigger_flow', { flow_id: 'a', recipient_id: '1', text: 'b' }, 400],
	['an id as a number', '/trigger_flow', { flow_id: 'a', recipient_id: 1 }, 400],
	['tags as text', '/create_or_update_contact', { contact_id: '1', tags: 'a,b' }, 400],
	['a carousel of one', '/create_post', { media, post_type: 'carousel' }, 400],
	['a video as an image', '/create_post', { media, post_type: 'image' }, 400],
	['an unknown post', '/ig_comments?post_id=1', undefined, 404],
	['an unknown route', '/flows', undefined, 404],
	['a route of the other method', '/disable_automation', undefined, 404],
])('refuses %s', async (_name, path, body, status) => {
	expect(await call(path, body)).toMatchObject({ status });
});

it.each<[string, SettingsInput, string, object]>([
	['the plan', { apiInPlan: false }, '/account_details', { code: 403, upgrade_required: true }],
	['Facebook Login', { connections: ['ig_user'] }, '/ads', { code: 403, reconnect_required: true }],
	['a page', { connections: ['ig_user'] }, '/fb_page_posts', { code: 404 }],
	['the key', { keys: [] }, '/ig_posts', { code: 401 }],
])('says that %s is missing', async (_name, settings, path, error) => {
	fakeInstantDm().configure(settings);
	expect(JSON.parse((await call(path)).text)).toMatchObject({ error });
});

it('counts credits over both APIs, and says what is left', async () => {
	fakeInstantDm().configure({ credits: 2 });
	const flow = { flow_id: seed.flow[0]?.id, recipient_id: person };
	expect(JSON.parse((await call('/trigger_flow', flow)).text)).toMatchObject({
		credits_remaining: 0,
	});
	expect(await call('/trigger_flow', flow)).toMatchObject({ status: 402 });
	expect(fakeInstantDm().ledger.reached()).toEqual([person]);
});

it('bills a video only when Instagram is done with it', async () => {
	fakeInstantDm().configure({ credits: 1, processingCalls: 2 });
	const { text } = await call('/create_post', { media, caption: 'New' });
	const { container_id } = z.object({ container_id: z.string() }).parse(JSON.parse(text));
	expect(JSON.parse((await call('/publish_post', { container_id })).text)).toMatchObject({
		status: 'processing',
	});
	expect(JSON.parse((await call('/publish_post', { container_id })).text)).toMatchObject({
		status: 'published',
		credits_remaining: 0,
	});
	expect(await call('/publish_post', { container_id })).toMatchObject({ status: 400 });
});

it('shows through one API what was sent through the other', async () => {
	const send = (body: object) =>
		fetch(`${fakeInstantDm().url}/api-webhook`, {
			method: 'POST',
			headers: { 'x-api-key': 'test-key', 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	await send({ action: 'send_message', recipient_id: person, message: { text: 'Now' } });
	await send({ action: 'post_comment', comment_id: comment, comment_text: 'Hi' });
	const [message, reply] = fakeInstantDm().ledger.entries;
	const { text } = await call('/ig_conversations');
	expect(text).toContain('"snippet":"Now"');
	const [conversation = ''] = ids({ text });
	expect(ids(await call(`/ig_conversation_messages?conversation_id=${conversation}`))[0]).toBe(
		message?.id,
	);
	expect((await call(`/ig_comments?post_id=${post}`)).text).toContain(`"id":"${reply?.id}"`);
});

it('shows what a delivery told of', async () => {
	await fakeInstantDm().deliver(`${fakeInstantDm().url}/nowhere`, 'dm_received');
	const [conversation = ''] = ids(await call('/ig_conversations'));
	const { text } = await call(`/ig_conversation_messages?conversation_id=${conversation}`);
	expect(text).toContain(samples.dm_received.entry[0]?.messaging[0]?.message.mid);
});

it('writes ids as bare numbers, and leaves fields out, where told', async () => {
	fakeInstantDm().configure({ bareIds: true, omit: ['from'] });
	const { text } = await call(`/ig_comments?post_id=${post}`);
	expect(text).toContain('"media":{"id":18071354672638470}');
	expect(text).not.toContain('"from"');
});

it('pages through every element once, whatever is deleted on the way', async () => {
	const scenario = fc.record({
		count: fc.integer({ min: 0, max: 12 }),
		pageSize: fc.integer({ min: 1, max: 5 }),
		lastPage: fc.constantFrom('documented' as const, 'empty' as const),
	});
	await fc.assert(
		fc.asyncProperty(scenario, async ({ count, pageSize, lastPage }) => {
			fakeInstantDm().reset();
			fakeInstantDm().configure({ pageSize, lastPage });
			for (let number = 0; number < count; number++) {
				fakeInstantDm().instagram.add('facebookPost', { message: String(number) });
			}
			const seen: string[] = [];
			let after: string | undefined = '';
			while (after !== undefined) {
				const page = await call(`/fb_page_posts${after && `?after=${encodeURIComponent(after)}`}`);
				const found = ids(page);
				seen.push(...found);
				// One that was seen goes away: the next page still starts where this one ended.
				const gone = found[0];
				if (gone !== undefined) fakeInstantDm().instagram.remove('facebookPost', gone);
				after = z
					.object({
						paging: z.object({ cursors: z.object({ after: z.string().optional() }) }).optional(),
					})
					.parse(JSON.parse(page.text)).paging?.cursors.after;
			}
			expect(new Set(seen).size).toBe(count + 1);
			expect(seen).toHaveLength(count + 1);
		}),
		{ numRuns: 30 },
	);
});

it('repeats the last cursor where told', async () => {
	fakeInstantDm().configure({ lastPage: 'repeats' });
	const paging = z.object({
		posts_lists: z.object({ paging: z.object({ cursors: z.object({ after: z.string() }) }) }),
	});
	const cursor = (text: string) => paging.parse(JSON.parse(text)).posts_lists.paging.cursors.after;
	const first = cursor((await call('/ig_posts')).text);
	expect(cursor((await call(`/ig_posts?after=${encodeURIComponent(first)}`)).text)).toBe(first);
});
