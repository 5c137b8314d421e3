import fc from 'fast-check';
import { range } from 'lodash';

import { listSearch } from '../../../../../nodes/InstantDm/fields/pickers';
import { properties } from '../../../../../nodes/InstantDm/resources/index';
import { useFakeInstantDm } from '../../../../support/fakeInstantDm/useFakeInstantDm';
import seed from '../../../../support/fakeInstantDm/instagram/sample.json';
import { credentialFor, n8n } from '../execution/sending';

const fakeInstantDm = useFakeInstantDm({ seed });

const methods = Object.keys(listSearch);
const parameters = {
	adAccountId: { __rl: true, mode: 'list', value: 'act_412000000000001' },
};
const search = (method: string, more: { filter?: string; paginationToken?: string } = {}) =>
	n8n.listSearch({ method, parameters, credential: credentialFor(fakeInstantDm()), ...more });
const names = async (...asked: Parameters<typeof search>) =>
	(await search(...asked)).results.map(({ name }) => name);

it('has a list behind every field that offers one', () => {
	const called = properties
		.flatMap(({ modes = [] }) => modes)
		.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
	expect([...new Set(called)].sort()).toEqual([...methods].sort());
});

describe('what a person recognises the things by', () => {
	it('is the caption and the date of a post, else its type', async () => {
		expect((await search('searchPosts')).results).toEqual([
			{
				name: 'The summer collection is here.… (2026-04-29)',
				value: '18071354672638470',
				url: 'https://www.instagram.com/p/18071354672638470/',
			},
			{
				name: 'How our candles are made (2026-04-28)',
				value: '18071354672638112',
				url: 'https://www.instagram.com/p/18071354672638112/',
			},
			{
				name: 'Carousel without a caption (2026-04-22)',
				value: '18071354672637005',
				url: 'https://www.instagram.com/p/18071354672637005/',
			},
		]);
	});

	it('leaves the date where n8n still shows it, and is found by words behind that', async () => {
		const caption = `${'Näh-Ideen 🧵 '.repeat(12)}für den Herbst`;
		fakeInstantDm().instagram.add('post', { caption, at: Date.parse('2026-05-01T00:00:00Z') });
		const found = await names('searchPosts', { filter: 'den herbst' });
		expect(found).toEqual([expect.stringMatching(/^Näh-Ideen .*… \(2026-05-01\)$/)]);
		expect(Array.from(found[0] ?? '').length).toBeLessThanOrEqual(45);
	});

	it("is the other person's user name and the last words of a conversation", async () => {
		fakeInstantDm().instagram.add('message', {
			personId: '123456',
			text: 'Is the\n\nblue one   back?',
		});
		expect(await names('searchConversations')).toEqual([
			'user123: Is the blue one back?',
			'ben.example',
		]);
	});

	it('is the same for the person, by their ID', async () => {
		const { results } = await search('searchPeople');
		expect(results).toContainEqual({ name: 'ben.example', value: '2358708294634624' });
	});

	it('is the name of a campaign, an ad set and an ad', async () => {
		expect((await search('searchCampaigns')).results).toEqual([
			{ name: 'Summer', value: '120210000000000001' },
		]);
		expect((await search('searchAdSets')).results).toEqual([
			{ name: 'Summer, Europe', value: '120220000000000001' },
		]);
		expect((await search('searchAds')).results).toEqual([
			{ name: 'Summer collection', value: '120230000000000001' },
		]);
	});

	it.each(['', '={{ $json.account }}'])('asks for the ad account first: %j', async (value) => {
		const adAccountId = { __rl: true, mode: 'id', value };
		const credential = credentialFor(fakeInstantDm());
		const spec = { method: 'searchCampaigns', parameters: { adAccountId }, credential };
		await expect(n8n.listSearch(spec)).rejects.toThrow("Choose an 'Ad Account' first");
	});

	it('is the name and the currency of an ad account', async () => {
		expect((await search('searchAdAccounts')).results).toEqual([
			{ name: 'Our Shop Ads (EUR)', value: 'act_412000000000001' },
		]);
	});

	it('is the text and the date of a Facebook post', async () => {
		expect(await names('searchFacebookPosts')).toEqual([
			'The summer collection is here. (2026-04-29)',
		]);
	});

	it('holds when the API leaves out all but the ids', async () => {
		fakeInstantDm().configure({
			omit: [
				...['caption', 'timestamp', 'permalink', 'media_type', 'participants', 'messages'],
				...['snippet', 'name', 'currency', 'message', 'created_time', 'permalink_url'],
			],
		});
		expect(await names('searchPosts')).toEqual(Array(3).fill('Post without a caption'));
		expect(await names('searchConversations')).toEqual(['Someone']);
		expect(await names('searchAdAccounts')).toEqual(['act_412000000000001']);
		expect(await names('searchFacebookPosts')).toEqual(['Post without text']);
	});

	it('keeps ids exact that come as bare numbers', async () => {
		fakeInstantDm().configure({ bareIds: true });
		const { results } = await search('searchPosts');
		expect(results[0]?.value).toBe('18071354672638470');
	});
});

describe('the pages of a list', () => {
	const addPosts = (count: number) => {
		for (const index of range(count)) {
			const day = Date.UTC(2026, 0, 1) + index * 86_400_000;
			fakeInstantDm().instagram.add('post', { caption: `Offer ${index}`, at: day });
		}
	};

	it.each(['documented', 'empty', 'repeats'] as const)(
		'bring everything once, whatever the pages are like (the last one: %s)',
		async (lastPage) => {
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 0, max: 30 }),
					fc.integer({ min: 1, max: 12 }),
					fc.constantFrom('', 'offer 1', 'no such post'),
					async (count, pageSize, filter) => {
						fakeInstantDm().reset();
						fakeInstantDm().configure({ pageSize, lastPage });
						addPosts(count);
						const all = fakeInstantDm()
							.instagram.all('post')
							.filter(({ caption = 'Carousel' }) => caption.toLowerCase().includes(filter));
						const found: unknown[] = [];
						for (let token: string | undefined, pages = 0; ; pages++) {
							const page = await search('searchPosts', {
								filter,
								...(token !== undefined && { paginationToken: token }),
							});
							found.push(...page.results.map(({ value }) => value));
							if (typeof page.paginationToken !== 'string') break;
							token = page.paginationToken;
							expect(pages).toBeLessThan(50);
						}
						expect(found.sort()).toEqual(all.map(({ id }) => id).sort());
					},
				),
				{ numRuns: 25 },
			);
		},
	);

	it('are asked for one at a time', async () => {
		addPosts(30);
		const { results, paginationToken } = await search('searchPosts');
		expect(results).toHaveLength(25);
		expect(fakeInstantDm().ledger.of('/ig_posts')).toHaveLength(1);
		expect(typeof paginationToken).toBe('string');
	});

	it('are gone through until one has what was typed', async () => {
		addPosts(30);
		fakeInstantDm().configure({ pageSize: 3 });
		expect(await names('searchPosts', { filter: 'OFFER 2 ' })).toEqual([
			'Offer 29 (2026-01-30)',
			'Offer 28 (2026-01-29)',
			'Offer 27 (2026-01-28)',
		]);
		expect(fakeInstantDm().ledger.of('/ig_posts')).toHaveLength(2);
	});

	it('are not all gone through in one go when none has it', async () => {
		addPosts(30);
		fakeInstantDm().configure({ pageSize: 1 });
		const { results, paginationToken } = await search('searchPosts', { filter: 'no such post' });
		expect(results).toEqual([]);
		expect(typeof paginationToken).toBe('string');
		expect(fakeInstantDm().ledger.of('/ig_posts')).toHaveLength(10);
	});
});

describe.each(methods)('%s, when InstantDM refuses,', (method) => {
	const message = (text: RegExp) => ({
		name: 'NodeOperationError',
		message: expect.stringMatching(text) as unknown,
	});

	it('says that the key is wrong', async () => {
		const credential = { ...credentialFor(fakeInstantDm()), apiKey: 'another' };
		await expect(n8n.listSearch({ method, parameters, credential })).rejects.toMatchObject(
			message(/API key/),
		);
	});

	it('says that the plan has no API', async () => {
		fakeInstantDm().configure({ apiInPlan: false });
		await expect(search(method)).rejects.toMatchObject(message(/plan.*upgrade/));
	});

	it('says what is not connected', async () => {
		fakeInstantDm().configure({ connections: [] });
		await expect(search(method)).rejects.toMatchObject(message(/connect/));
	});

	it('says that InstantDM is down', async () => {
		fakeInstantDm().fail({ kind: 'answer', status: 503, headers: {}, body: '' });
		await expect(search(method)).rejects.toMatchObject(message(/unavailable.*503/));
	});
});
