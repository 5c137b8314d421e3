import {
	NodeApiError,
	Workflow,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';
import { z } from 'zod';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { InstantDmPollingTrigger } from '../../../../nodes/InstantDmPollingTrigger/InstantDmPollingTrigger.node';
import { InstantDmTrigger } from '../../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { startFakeInstantDm, type FakeInstantDm } from '../../../support/fakeInstantDm/index';
import type { Failure } from '../../../support/fakeInstantDm/failure';
import { createN8n } from '../../../support/n8nCore/index';
import type { Poller } from '../../../support/n8nCore/poll';
import { withoutNetwork } from '../../../support/noNetwork';

withoutNetwork();

const n8n = createN8n({
	nodes: [new InstantDmPollingTrigger(), new InstantDmTrigger()],
	credentialTypes: [new InstantDmApi()],
});

const SECOND = 1000;
/** Meta's API counts in seconds. */
const NOW = Math.floor(Date.now() / SECOND) * SECOND;
const POST = '18071354672638470';
const PERSON = '2358708294634624';

let fake: FakeInstantDm;
let clock: number;

beforeAll(async () => {
	fake = await startFakeInstantDm({ now: () => new Date((clock += SECOND)) });
});
beforeEach(() => {
	fake.reset();
	clock = NOW;
	fake.instagram.add('post', { id: POST, productType: 'REELS' });
});
afterAll(() => fake.close());

const comment = (fields: object = {}) =>
	fake.instagram.add('comment', { postId: POST, personId: PERSON, text: 'Price?', ...fields });
const message = (fields: object = {}) =>
	fake.instagram.add('message', { personId: PERSON, text: 'Hello', ...fields });

function poller(parameters: INodeParameters = {}, rest: object = {}): Poller {
	const credential = { apiKey: 'test-key', openApiBaseUrl: fake.openApiUrl };
	return n8n.poller({ parameters, credential, ...rest });
}

const jsonOf = (polled: INodeExecutionData[][] | null) => polled?.[0]?.map(({ json }) => json);
const idsOf = (polled: INodeExecutionData[][] | null) =>
	jsonOf(polled)?.map(({ commentId, messageId }) => commentId ?? messageId) ?? [];

it.each([
	[['comment', 'dm_received'], 'New Comment, New Message'],
	[['dm_received'], 'New Message'],
])('says below its name that it watches %j', (events, words) => {
	const type = new InstantDmPollingTrigger();
	const node: INode = {
		...{ id: '1', name: 'T', type: 't', typeVersion: 1, position: [0, 0] },
		parameters: { events },
	};
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const { expression } = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const { subtitle } = type.description;
	expect(expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe(words);
});

describe('publishing', () => {
	it.each([
		['a wrong key', { keys: ['another-key'] }, /API key: create a new one/],
		['a plan without the API', { apiInPlan: false }, /plan.*: upgrade/],
		['no Instagram account', { connections: [] }, /Instagram.*: .*(re)?connect/],
	])('fails with %s and says in its message what to do', async (_, settings, why) => {
		fake.configure(settings);
		const polling = poller();
		await expect(polling.poll()).rejects.toThrow(why);
		expect(polling.stored).toEqual({});
	});

	it.each([
		[{ events: [] }, "'Trigger On' is empty"],
		[{ options: { keywordMatch: 'regex', keywords: '(' } }, '('],
		[{ options: { maxPosts: 0 } }, "'Maximum Posts'"],
	])('fails with the setting %j', async (parameters, why) => {
		await expect(poller(parameters).poll()).rejects.toThrow(why);
		expect(fake.ledger.entries).toEqual([]);
	});

	it('starts nothing and keeps what is there', async () => {
		const before = [comment(), message()].map(({ id }) => id);
		const polling = poller();
		expect(await polling.poll()).toBeNull();
		expect(JSON.stringify(polling.stored)).toContain('\\"version\\":2');
		const later = comment().id;
		polling.restart();
		expect(idsOf(await polling.poll())).toEqual([later]);
		expect(before).not.toContain(later);
	});
});

describe('an item', () => {
	it('is that of the webhook trigger, without a time of delivery', async () => {
		const served = await n8n.serveTrigger({
			parameters: { options: { ignoreOwnActivity: false } },
			credential: { webhookSecret: 'test_secret' },
		});
		const polling = poller({ options: { ignoreOwnActivity: false } });
		await polling.poll();
		const first = comment();
		const rows = [
			first,
			comment({ parentId: first.id, text: 'Me too' }),
			comment({ parentId: first.id, personId: fake.instagram.settings.account.id }),
			message(),
			message({ isOwn: true }),
			message({
				text: undefined,
				attachments: [{ type: 'image', payload: { url: 'https://cdn.example.com/1.jpg' } }],
			}),
			message({ repliesToStory: { id: '1789', url: 'https://cdn.example.com/story' } }),
			message({ text: undefined, isUnsupported: true }),
		];
		for (const { id } of rows) await fake.announce(served.url, id, { secret: 'test_secret' });
		await served.close();
		const delivered = served.deliveries.flatMap(({ workflowData }) => jsonOf(workflowData ?? null));
		expect(delivered).toHaveLength(rows.length);
		// The webhook does not tell that the post is a reel; the fake one says FEED of all.
		const expected = delivered.map((json) => ({
			...json,
			deliveredAt: null,
			...(json?.event === 'comment' && { mediaType: 'REELS' }),
		}));
		expect(jsonOf(await polling.poll())).toEqual(expected);
	});

	it('is the element as the API gave it with Simplify off', async () => {
		const polling = poller({ simplify: false });
		await polling.poll();
		const { id } = comment();
		expect(jsonOf(await polling.poll())).toEqual([
			expect.objectContaining({ id, text: 'Price?', like_count: 0, media: { id: POST } }),
		]);
	});

	it('has the element as its payload on request', async () => {
		const polling = poller({ options: { includePayload: true } });
		await polling.poll();
		const { id } = comment();
		expect(jsonOf(await polling.poll())).toEqual([
			expect.objectContaining({
				event: 'comment',
				payload: expect.objectContaining({ id, like_count: 0 }) as unknown,
			}),
		]);
	});

	it('has exact ids where the API writes them as bare numbers', async () => {
		fake.configure({ bareIds: true });
		const polling = poller();
		await polling.poll();
		comment({ id: '17890012345678901' });
		expect(jsonOf(await polling.poll())).toMatchObject([
			{ commentId: '17890012345678901', mediaId: POST, senderId: PERSON },
		]);
	});
});

it('leaves out what the options leave out, for good', async () => {
	const polling = poller({ options: { keywords: 'price' } });
	await polling.poll();
	comment({ text: 'Nice!' });
	comment({ personId: fake.instagram.settings.account.id, text: 'The price is 20' });
	message({ text: 'What is the price?', isOwn: true });
	const wanted = [comment(), message({ text: 'What is the price?' })].map(({ id }) => id);
	expect(idsOf(await polling.poll())).toEqual(wanted);
	expect(await polling.poll()).toBeNull();
});

it('ignores its own account, whatever id the API gives it', async () => {
	fake.configure({ account: { ...fake.instagram.settings.account, graphId: '30040000000000001' } });
	const polling = poller();
	await polling.poll();
	comment({ personId: fake.instagram.settings.account.id });
	message({ isOwn: true });
	const { id } = message();
	expect(jsonOf(await polling.poll())).toMatchObject([
		{ messageId: id, recipientId: fake.instagram.settings.account.id },
	]);
});

it('reads the comments on chosen posts only', async () => {
	const { id: other } = fake.instagram.add('post', {});
	const polling = poller({ options: { posts: [POST] } });
	await polling.poll();
	comment({ postId: other });
	const { id } = comment();
	expect(idsOf(await polling.poll())).toEqual([id]);
	expect(fake.ledger.of('/ig_comments').map(({ to }) => to)).not.toContain(other);
});

it('watches the events that were chosen', async () => {
	const polling = poller({ events: ['dm_received'] });
	await polling.poll();
	comment();
	const { id } = message();
	expect(idsOf(await polling.poll())).toEqual([id]);
	expect(fake.ledger.of('/ig_posts')).toEqual([]);
});

it('watches an event once that an expression gives twice', async () => {
	const events = '={{ ["dm_received", "comment", "comment"] }}';
	const made = [comment(), message()].map(({ id }) => id);
	expect(idsOf(await poller({ events, options: { lookBack: 1 } }).poll())).toEqual(made);
});

describe.each(['memory', 'staged'] as const)('with static data in n8n’s way “%s”', (keeps) => {
	it('brings each comment and message once, over restarts', async () => {
		const polling = poller({}, { keeps });
		await polling.poll();
		const brought: unknown[] = [];
		const made: string[] = [];
		for (let round = 0; round < 6; round++) {
			made.push(comment().id, message().id);
			brought.push(...idsOf(await polling.poll()), ...idsOf(await polling.poll()));
			if (round % 2 === 1) polling.restart();
		}
		expect(brought).toEqual(made);
	});
});

const DAY = 24 * 3600 * SECOND;
const FAILURES: [string, Failure][] = [
	['a server error', { kind: 'answer', status: 503, body: 'Unavailable' }],
	['a rate limit', { kind: 'documented', error: 'hourlyLimit' }],
	['a page of HTML', { kind: 'answer', status: 200, body: '<html></html>' }],
	['a broken connection', { kind: 'reset' }],
	['an error of Instagram', { kind: 'instagram', code: 1, status: 500 }],
	['a refusal', { kind: 'answer', status: 404, body: '{"error":"Media not found"}' }],
];

describe.each(FAILURES)('with %s', (_, failure) => {
	const isLimit = failure.kind === 'documented';
	// A rate limit at the very first call leaves nothing that could be read.
	const paths = ['/ig_comments', '/ig_conversations', '/ig_conversation_messages'];
	it.each(isLimit ? paths : ['/ig_posts', ...paths])(
		'at %s, a poll brings what it can read, and the next one the rest',
		async (path) => {
			const polling = poller();
			await polling.poll();
			const made = [comment(), message()].map(({ id }) => id);
			fake.fail(failure, { path });
			const brought = idsOf(await polling.poll());
			expect(brought.length).toBeLessThan(2);
			expect([...brought, ...idsOf(await polling.poll())].sort()).toEqual(made.sort());
		},
	);

	it('at both lists, a poll fails and says why, and the next one brings everything', async () => {
		const polling = poller();
		await polling.poll();
		const made = [comment(), message()].map(({ id }) => id);
		const before = JSON.stringify(polling.stored);
		const lists = isLimit ? ['/ig_posts'] : ['/ig_posts', '/ig_conversations'];
		for (const path of lists) fake.fail(failure, { path });
		const error: unknown = await polling.poll().catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			description: expect.stringContaining('Nothing is lost') as unknown,
		});
		expect(JSON.stringify(polling.stored)).toBe(before);
		expect(idsOf(await polling.poll())).toEqual(made);
	});
});

describe('one post or conversation that is refused for ever', () => {
	const REFUSED = '18071354672638999';
	const refusals: [string, Failure][] = [
		...FAILURES,
		['a missing permission', { kind: 'instagram', code: 10, status: 403 }],
	];

	it.each(refusals)('keeps nothing else back, with %s', async (_, failure) => {
		fake.instagram.add('post', { id: REFUSED, at: clock - DAY });
		const polling = poller();
		await polling.poll();
		const [person, other] = ['2358708294634991', '2358708294634992'];
		message({ personId: person });
		await polling.poll();
		const conversation = fake.ledger.of('/ig_conversation_messages').at(-1)?.to ?? '';
		fake.fail(failure, { to: REFUSED, times: 'always' });
		fake.fail(failure, { to: conversation, times: 'always' });
		const made: string[] = [];
		const brought: unknown[] = [];
		for (let round = 0; round < 5; round++) {
			comment({ postId: REFUSED });
			message({ personId: person });
			made.push(comment().id, message({ personId: other }).id);
			brought.push(...idsOf(await polling.poll()), ...idsOf(await polling.poll()));
		}
		expect(brought.sort()).toEqual(made.sort());
	});

	it('is said once in the log, and comes as soon as it is no longer refused', async () => {
		const polling = poller();
		await polling.poll();
		const { id } = comment();
		fake.fail({ kind: 'instagram', code: 1, status: 500 }, { to: POST, times: 3 });
		for (let polls = 0; polls < 3; polls++) expect(await polling.poll()).toBeNull();
		expect(polling.warnings).toEqual([expect.stringContaining(`couldn't read post ${POST}`)]);
		expect(idsOf(await polling.poll())).toEqual([id]);
	});
});

it('a rate limit below what a catch-up needs ends each poll with what was read', async () => {
	const posts = Array.from({ length: 12 }, (_, at) =>
		fake.instagram.add('post', { at: clock - DAY - at }),
	);
	const polling = poller();
	await polling.poll();
	const made = posts.flatMap(({ id }) => [comment({ postId: id }).id, comment({ postId: id }).id]);
	const brought: unknown[] = [];
	for (let polls = 0; polls < 8; polls++) {
		fake.fail(
			{ kind: 'documented', error: 'hourlyLimit' },
			{ call: fake.ledger.entries.length + 7 },
		);
		brought.push(...idsOf(await polling.poll()));
	}
	expect(brought.sort()).toEqual(made.sort());
});

it('a failed call says nothing of a message that may have arrived, and shows no key', async () => {
	const polling = poller({ events: ['comment'] });
	await polling.poll();
	fake.fail({ kind: 'answer', status: 500, body: '{"error":"test-key"}' });
	const error: unknown = await polling.poll().catch((thrown: unknown) => thrown);
	const { message: text, description } = z
		.object({ message: z.string(), description: z.string() })
		.parse(error);
	expect(`${text} ${description}`).not.toMatch(/may have|test-key/);
});

describe('whose account it is', () => {
	const own = () => fake.instagram.settings.account;
	const other = { id: '17841400000000001', username: 'another_shop' };

	it('begins anew when another account is connected under the same key', async () => {
		const polling = poller();
		await polling.poll();
		comment();
		await polling.poll();
		fake.reset();
		fake.configure({ account: other });
		const { id: postId } = fake.instagram.add('post', {});
		for (let count = 0; count < 5; count++) {
			comment({ postId });
			comment({ postId, personId: other.id });
			message({ isOwn: count % 2 === 0 });
		}
		expect(await polling.poll()).toBeNull();
		const { id } = comment({ postId });
		comment({ postId, personId: other.id });
		expect(idsOf(await polling.poll())).toEqual([id]);
	});

	it('knows its own comments after it was renamed', async () => {
		fake.configure({ omit: ['from'] });
		const polling = poller();
		await polling.poll();
		fake.configure({ account: { ...own(), username: 'our_new_shop' } });
		comment({ personId: own().id });
		const { id } = comment();
		expect(idsOf(await polling.poll())).toEqual([id]);
	});

	it('knows its own comments after an answer that named no account', async () => {
		const polling = poller();
		fake.fail({ kind: 'answer', status: 200, body: '{"code":200}' }, { path: '/account_details' });
		await expect(polling.poll()).rejects.toThrow(/which Instagram account/);
		await polling.poll();
		comment({ personId: own().id });
		const { id } = comment();
		fake.fail({ kind: 'answer', status: 200, body: '{"code":200}' }, { path: '/account_details' });
		await expect(polling.poll()).rejects.toThrow(/which Instagram account/);
		expect(idsOf(await polling.poll())).toEqual([id]);
	});

	it('takes a reply that names nobody for its own', async () => {
		fake.configure({ omit: ['from', 'username'] });
		const polling = poller();
		await polling.poll();
		const { id } = comment();
		comment({ parentId: id });
		expect(idsOf(await polling.poll())).toEqual([id]);
		expect(await polling.poll()).toBeNull();
	});

	it('takes such a reply for its own where the list has it beside the comments', async () => {
		const polling = poller();
		await polling.poll();
		comment();
		const data = [{ id: '17890000000000009', parent_id: '17890000000000001', text: 'Thanks!' }];
		const body = JSON.stringify({ code: 200, data });
		fake.fail({ kind: 'answer', status: 200, body }, { path: '/ig_comments' });
		expect(await polling.poll()).toBeNull();
	});
});

it('makes no news of what was there when the first lists were empty', async () => {
	for (let count = 0; count < 5; count++) {
		comment({ at: clock - DAY });
		message({ at: clock - DAY });
	}
	const nothing: Failure = { kind: 'answer', status: 200, body: '{"code":200,"data":[]}' };
	for (const path of ['/ig_posts', '/ig_conversations']) fake.fail(nothing, { path });
	const polling = poller();
	for (let polls = 0; polls < 4; polls++) expect(await polling.poll()).toBeNull();
	const made = [comment(), message()].map(({ id }) => id);
	expect(idsOf(await polling.poll())).toEqual(made);
});

it.each([
	['ten minutes ahead', 10],
	['right', 0],
	['two minutes behind', -2],
])(
	'tells old from new by InstantDM’s clock where n8n’s is %s and the first lists were empty',
	async (_, minutes) => {
		clock -= minutes * 60 * SECOND;
		for (const ago of [14 * 60, 60, 5]) {
			comment({ at: clock - ago * SECOND });
			message({ at: clock - ago * SECOND });
		}
		const nothing: Failure = { kind: 'answer', status: 200, body: '{"code":200,"data":[]}' };
		for (const path of ['/ig_posts', '/ig_conversations']) fake.fail(nothing, { path });
		const polling = poller();
		expect(await polling.poll()).toBeNull();
		const made = [comment(), message({ personId: '2358708294634625' }), message()];
		expect(idsOf(await polling.poll())).toEqual(made.map(({ id }) => id));
		expect(await polling.poll()).toBeNull();
	},
);

it('makes no news of the comments on a post whose first list was empty', async () => {
	for (let count = 0; count < 5; count++) comment({ at: clock - 1000 });
	fake.fail(
		{ kind: 'answer', status: 200, body: '{"code":200,"data":[]}' },
		{ path: '/ig_comments' },
	);
	const polling = poller();
	for (let polls = 0; polls < 4; polls++) expect(await polling.poll()).toBeNull();
});

describe('a chosen post that is not among the newest', () => {
	it('is watched', async () => {
		fake.instagram.change('post', POST, { at: clock - DAY });
		fake.instagram.add('post', {});
		const polling = poller({ options: { posts: [POST], maxPosts: 1 } });
		await polling.poll();
		const made = [comment(), message()].map(({ id }) => id);
		expect(idsOf(await polling.poll())).toEqual(made);
		const calls = fake.ledger.entries.length;
		expect(await polling.poll()).toBeNull();
		expect(fake.ledger.entries.length - calls).toBe(3);
	});

	it('does no harm when it is an ad or gone', async () => {
		const polling = poller({ options: { mediaIds: `${POST}, 120000000000000001` } });
		await polling.poll();
		const made: string[] = [];
		const brought: unknown[] = [];
		for (let polls = 0; polls < 4; polls++) {
			made.push(comment().id);
			brought.push(...idsOf(await polling.poll()));
		}
		expect(brought).toEqual(made);
	});
});

describe('what is refused again and again', () => {
	const GONE = '120000000000000001';
	const pathsTo = (id: string) => fake.ledger.entries.filter(({ to }) => to === id);

	it('is tried at one poll in ten, while it takes no turn of the others', async () => {
		fake.instagram.change('post', POST, { at: clock - DAY });
		fake.instagram.add('post', {});
		const polling = poller({ options: { mediaIds: [POST, GONE], maxPosts: 1 } });
		for (let polls = 0; polls < 8; polls++) await polling.poll();
		const before = { gone: pathsTo(GONE).length, others: pathsTo(POST).length };
		for (let polls = 0; polls < 20; polls++) await polling.poll();
		expect(pathsTo(GONE)).toHaveLength(before.gone + 2);
		expect(pathsTo(POST)).toHaveLength(before.others + 20);
		expect(polling.warnings).toHaveLength(1);
	});

	it('is tried at once when something in it has changed', async () => {
		const polling = poller();
		await polling.poll();
		const made = [comment().id];
		fake.fail({ kind: 'instagram', code: 1, status: 500 }, { to: POST, times: 9 });
		for (let polls = 0; polls < 9; polls++) {
			expect(await polling.poll()).toBeNull();
			made.push(comment().id);
		}
		expect(idsOf(await polling.poll())).toEqual(made);
	});
});

describe('two registrations of one poller, in an n8n that lets both go on', () => {
	const withoutBudget = { budgetMs: null };

	it('bring a comment once', async () => {
		const one = poller({}, withoutBudget);
		await one.poll();
		comment();
		await one.poll();
		const other = poller({}, { staticData: one.stored, ...withoutBudget });
		const made: string[] = [];
		const brought: unknown[] = [];
		for (let round = 0; round < 3; round++) {
			made.push(comment().id);
			brought.push(...idsOf(await one.poll()), ...idsOf(await other.poll()));
		}
		expect(brought).toEqual(made);
	});

	it('bring a comment once where one was published while the other polled', async () => {
		const one = poller({}, withoutBudget);
		await one.poll();
		const { id } = comment();
		fake.fail({ kind: 'slow', ms: 50 });
		const other = poller({}, { staticData: one.stored, ...withoutBudget });
		const polls = await Promise.all([one.poll(), other.poll()]);
		expect(polls.map(idsOf)).toEqual([[id], []]);
		expect(await other.poll()).toBeNull();
		expect(await one.poll()).toBeNull();
	});
});

describe('what a poll found that n8n drops comes with the next one', () => {
	it('of a workflow that was published anew meanwhile', async () => {
		const one = poller();
		await one.poll();
		const { id } = comment();
		fake.fail({ kind: 'slow', ms: 50 });
		const other = poller({}, { staticData: one.stored });
		const [, news] = await Promise.all([one.poll(), other.poll()]);
		expect(idsOf(news)).toEqual([id]);
		expect(await other.poll()).toBeNull();
	});

	it('of a workflow that was not published any more', async () => {
		const one = poller();
		await one.poll();
		const before = one.stored;
		const { id } = comment();
		await one.poll();
		expect(idsOf(await poller({}, { staticData: before }).poll())).toEqual([id]);
	});
});

it('ends within the time that n8n gives a poll, with what was read so far', async () => {
	const posts = Array.from({ length: 10 }, (_, at) =>
		fake.instagram.add('post', { at: clock - DAY - at }),
	);
	const polling = poller({}, { budgetMs: 2000 });
	await polling.poll();
	const made = posts.map(({ id }) => comment({ postId: id }).id);
	fake.fail({ kind: 'hang' }, { call: fake.ledger.entries.length + 6 });
	const brought = idsOf(await polling.poll());
	expect(brought.length).toBeGreaterThan(0);
	expect(brought.length).toBeLessThan(made.length);
	expect([...brought, ...idsOf(await polling.poll())].sort()).toEqual(made.sort());
});

it('brings again what a poll found that took too long, since n8n drops it', async () => {
	const one = poller({}, { budgetMs: 2000 });
	await one.poll();
	const other = poller({}, { staticData: one.stored, budgetMs: 2000 });
	const { id } = comment();
	fake.fail({ kind: 'slow', ms: 2500 }, { path: '/ig_comments' });
	await one.poll();
	expect(idsOf(await other.poll())).toEqual([id]);
});

describe('a manual run', () => {
	it('shows the newest comment and the newest message, and moves nothing on', async () => {
		fake.instagram.add('post', { id: '18071354672638471' });
		comment({ postId: '18071354672638471' });
		message({ personId: '2358708294634625' });
		const newest = [comment(), message()].map(({ id }) => id);
		comment({ personId: fake.instagram.settings.account.id });
		message({ isOwn: true });
		const polling = poller();
		expect(idsOf(await polling.test())).toEqual(newest);
		expect(polling.stored).toEqual({});
		await polling.poll();
		const later = comment().id;
		const stored = JSON.stringify(polling.stored);
		expect(idsOf(await polling.test())).toContain(later);
		expect(JSON.stringify(polling.stored)).toBe(stored);
		expect(idsOf(await polling.poll())).toEqual([later]);
	});

	it('shows the newest comment where the list begins with the oldest', async () => {
		fake.configure({ commentOrder: 'oldestFirst', pageSize: 2 });
		comment();
		comment();
		const { id } = comment();
		expect(idsOf(await poller({ events: ['comment'] }).test())).toEqual([id]);
	});

	it('shows nothing where there is nothing', async () => {
		expect(await poller().test()).toBeNull();
	});

	it('shows the newest comment on a chosen post that is not among the newest', async () => {
		fake.instagram.change('post', POST, { at: clock - DAY });
		comment({ postId: fake.instagram.add('post', {}).id });
		const { id } = comment();
		const polling = poller({ events: ['comment'], options: { posts: [POST], maxPosts: 1 } });
		expect(idsOf(await polling.test())).toEqual([id]);
	});

	it('makes 20 calls at most', async () => {
		fake.configure({ commentOrder: 'oldestFirst', pageSize: 2 });
		for (let count = 0; count < 30; count++) {
			const { id: postId } = fake.instagram.add('post', {});
			for (let comments = 0; comments < 5; comments++) comment({ postId });
			message({ personId: String(count), isOwn: true });
		}
		expect(idsOf(await poller().test())).toHaveLength(1);
		expect(fake.ledger.entries.length).toBeLessThanOrEqual(20);
	});

	it('fails with a wrong key', async () => {
		fake.configure({ keys: [] });
		await expect(poller().test()).rejects.toThrow(/API key/);
	});
});

it('does not begin while the last poll is still running', async () => {
	const polling = poller();
	await polling.poll();
	const { id } = comment();
	fake.fail({ kind: 'slow', ms: 50 });
	const polls = await Promise.all([polling.poll(), polling.poll()]);
	expect(polls.map(idsOf)).toEqual([[id], []]);
	expect(await polling.poll()).toBeNull();
});

it('goes on where a post has more comments than a poll reads', async () => {
	fake.configure({ pageSize: 1 });
	const polling = poller();
	await polling.poll();
	const made = Array.from({ length: 25 }, () => comment().id);
	expect(idsOf(await polling.poll())).toEqual(made.slice(5));
	expect(idsOf(await polling.poll())).toEqual(made.slice(0, 5));
});

it('reads lists to their end, however that is shown', async () => {
	for (const lastPage of ['documented', 'empty', 'repeats'] as const) {
		fake.configure({ lastPage, pageSize: 3 });
		const polling = poller();
		await polling.poll();
		const made = Array.from({ length: 7 }, () => comment().id);
		for (const person of ['1', '2', '3']) made.push(message({ personId: person }).id);
		expect(idsOf(await polling.poll())).toEqual(made);
	}
});

it.each([
	['timestamp', 'created_time', 'updated_time'],
	['from', 'username'],
	['comments_count', 'unread_count', 'snippet'],
	['paging'],
])('does without %s', async (...omit) => {
	fake.configure({ omit });
	comment();
	message();
	const polling = poller({ options: { messageKinds: ['text', 'unsupported', 'other'] } });
	expect(await polling.poll()).toBeNull();
	const made = [comment(), message({ personId: '2358708294634625' })].map(({ id }) => id);
	expect(idsOf(await polling.poll()).sort()).toEqual(made.sort());
	expect(await polling.poll()).toBeNull();
});
