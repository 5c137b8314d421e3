import fc from 'fast-check';
import { difference, intersection, range, sortBy, uniq } from 'lodash';

import { Account, type Manner, type Order, type Refusal } from './account';
import { DAY, HOUR, Life, MINUTE, SECOND, Trigger, type Happening } from './life';

const manner: fc.Arbitrary<Manner> = fc.record({
	pageSize: fc.integer({ min: 2, max: 25 }),
	order: fc.constantFrom<Order>('newestFirst', 'oldestFirst', 'none'),
	countsReplies: fc.boolean(),
});

const weights: Record<Happening, number> = {
	comment: 6,
	late: 1,
	reply: 2,
	delete: 3,
	edit: 1,
	post: 1,
	message: 3,
	refused: 2,
	limited: 1,
	outage: 1,
	forgotten: 1,
	emptied: 1,
	hidden: 1,
	archived: 1,
	renamed: 1,
	switched: 1,
	restart: 1,
	poll: 6,
};

const happenings = fc.array(
	fc.tuple(
		fc.constantFrom(
			...Object.entries(weights).flatMap(([what, weight]) =>
				range(weight).map(() => what as Happening),
			),
		),
		fc.nat(99),
	),
	{ maxLength: 80 },
);

const circumstances = fc.record({
	aheadMs: fc.constantFrom(0, 0, 10 * MINUTE, -2 * MINUTE),
	/** Without it, n8n's clock has to be right. */
	tellsTime: fc.constantFrom(true, true, false),
	hasTimeFor: fc.constantFrom(Infinity, Infinity, 8),
	/** One post and one conversation that are refused for ever. */
	refusal: fc.constantFrom<Refusal | null>(null, '500', '404', '403', 'limit', 'outage'),
	tellsCounts: fc.constantFrom(true, true, true, false),
	choosesPosts: fc.constantFrom(false, false, true),
	/** Lists that answer empty at the first poll. */
	emptyAtFirst: fc.subarray(['/ig_posts', '/ig_conversations', '/ig_comments']),
});

it('brings each comment and message once and nothing old, whatever happens in between', async () => {
	await fc.assert(
		fc.asyncProperty(manner, circumstances, happenings, async (how, given, all) => {
			const account = new Account(how);
			const trigger = new Trigger(account);
			const life = new Life(account, trigger);
			account.tellsCounts = given.tellsCounts;
			trigger.tellsTime = given.tellsTime;
			trigger.aheadMs = given.tellsTime ? given.aheadMs : 0;
			trigger.hasTimeFor = given.hasTimeFor;
			const [refusedPost = '', ...chosen] = account.posts.map(({ id }) => id);
			if (given.choosesPosts) trigger.options = { posts: chosen, maxPosts: 1 };
			if (given.refusal) account.refused.set(refusedPost, given.refusal);
			if (given.refusal) account.refused.set('conversation-1', given.refusal);
			for (const { id } of account.posts) {
				for (const ago of [DAY, DAY, HOUR, 14 * MINUTE, 0]) life.comment(id, { ago });
			}
			for (const ago of [DAY, 14 * MINUTE, 0]) life.message('1', { ago });
			given.emptyAtFirst.forEach((path) => account.empty.add(path));
			await life.begin();
			account.empty.clear();
			for (const [what, which] of all) await life.go(what, which);

			const pages = account.posts.length + account.comments.length / how.pageSize;
			for (let polls = 0; polls < 4 * pages + 10; polls++) {
				await trigger.poll((life.now += MINUTE));
			}
			expect(uniq(trigger.brought)).toEqual(trigger.brought);
			expect(intersection(life.before, trigger.brought)).toEqual([]);
			expect(trigger.own).toEqual(intersection(trigger.brought, life.own));
			const isWatched = (postId: string) => !given.choosesPosts || chosen.includes(postId);
			const unreadable = new Set([
				...account.comments
					.filter(({ postId }) => account.refused.has(postId) || !isWatched(postId))
					.map(({ id }) => `comment:${id}`),
				...account.messages
					.filter(({ personId }) => account.refused.has(`conversation-${personId}`))
					.map(({ id }) => `dm_received:${id}`),
			]);
			const missing = difference(life.there, trigger.brought, life.before);
			expect(missing.filter((id) => !unreadable.has(id))).toEqual([]);
		}),
		{ numRuns: 100 },
	);
});

const NEWEST_FIRST: Manner = { pageSize: 25, order: 'newestFirst', countsReplies: true };

/** An account with three posts, and a trigger before its first poll. */
function scene({ how = NEWEST_FIRST, options = {} }: { how?: Manner; options?: object } = {}) {
	const account = new Account(how);
	const trigger = new Trigger(account, options);
	const life = new Life(account, trigger);
	const [newest, second, oldest] = account.posts.map(({ id }) => id);
	if (!newest || !second || !oldest) throw new Error('There are three posts');
	return { account, trigger, life, newest, second, oldest };
}

/** The calls of the next poll, by path. */
async function callsOf({ account, trigger, life }: ReturnType<typeof scene>): Promise<string[]> {
	const before = account.calls.length;
	await trigger.poll((life.now += 60 * SECOND));
	return account.calls.slice(before);
}

describe('the first poll', () => {
	it('starts nothing, and nothing that was there comes later', async () => {
		const { life, trigger, newest } = scene();
		life.comment(newest);
		life.message('1');
		for (let polls = 0; polls < 9; polls++) await trigger.poll(life.now);
		expect(trigger.brought).toEqual([]);
	});

	it('brings what comes in while it reads', async () => {
		const { account, life, trigger, newest } = scene();
		life.comment(newest);
		life.message('1');
		const came: string[] = [];
		account.beforeCall = (path) => {
			life.now += SECOND;
			if (came.length === 0 && path === '/ig_conversations') came.push(life.message('1'));
			if (came.length === 1 && path === '/ig_comments') came.push(life.comment(newest));
		};
		for (let polls = 0; polls < 3; polls++) await trigger.poll((life.now += MINUTE));
		expect(trigger.brought).toEqual(came);
		expect(came).toHaveLength(2);
	});

	it('looks back as far as it is told', async () => {
		const { life, trigger, newest } = scene({ options: { lookBack: 2 } });
		life.comment(newest, { ago: 3 * HOUR });
		life.message('1', { ago: 3 * HOUR });
		const comment = life.comment(newest, { ago: HOUR });
		const message = life.message('1', { ago: 1.5 * HOUR });
		await trigger.poll(life.now);
		await trigger.poll(life.now);
		expect(trigger.polls).toEqual([[message, comment], []]);
	});

	it('looks back over as many pages as that takes', async () => {
		const { life, trigger, newest } = scene({ options: { lookBack: 2 } });
		range(50).forEach(() => life.comment(newest, { ago: 3 * HOUR }));
		const news = range(150).map(() => life.comment(newest));
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual(news);
	});

	it('may find an account without posts and messages', async () => {
		const { account, life, trigger } = scene();
		account.posts = [];
		await trigger.poll(life.now);
		account.posts = [{ id: '300', at: life.now + SECOND }];
		const comment = life.comment('300');
		const message = life.message('1');
		await trigger.poll(life.now + 60 * SECOND);
		expect(trigger.brought).toEqual([comment, message]);
	});

	it('goes on at the next poll where there is more than one poll reads', async () => {
		const { account, life, trigger } = scene({ how: { ...NEWEST_FIRST, pageSize: 1 } });
		account.posts = range(40).map((post) => ({ id: String(1000 + post), at: life.now - post }));
		for (const { id } of account.posts) range(4).forEach(() => life.comment(id));
		const calls = [];
		for (let polls = 0; polls < 4; polls++) calls.push(await trigger.poll(life.now));
		expect(Math.max(...calls.map(Number))).toBeLessThanOrEqual(110);
		expect(trigger.brought).toEqual([]);
	});
});

describe('a poll without news', () => {
	it('makes three calls: posts, conversations and a page that is looked through again', async () => {
		const stage = scene();
		stage.life.comment(stage.newest);
		stage.life.message('1');
		await stage.trigger.poll(stage.life.now);
		expect(await callsOf(stage)).toEqual(['/ig_posts', '/ig_conversations', '/ig_comments']);
	});

	it('makes two calls while no post has comments, and asks for the account once', async () => {
		const stage = scene();
		expect(await callsOf(stage)).toEqual(['/account_details', '/ig_posts', '/ig_conversations']);
		expect(await callsOf(stage)).toEqual(['/ig_posts', '/ig_conversations']);
	});
});

describe('a poll with news', () => {
	it('reads only what has changed', async () => {
		const stage = scene();
		const { life, trigger, newest, second } = stage;
		life.comment(newest);
		range(30).forEach((person) => life.message(String(person)));
		await trigger.poll(life.now);
		life.comment(second);
		life.message('7');
		const calls = await callsOf(stage);
		expect(calls.filter((path) => path === '/ig_comments')).toHaveLength(2);
		expect(calls.filter((path) => path === '/ig_conversation_messages')).toHaveLength(1);
	});

	it('reads no more pages of comments than needed', async () => {
		const stage = scene();
		const { life, trigger, newest } = stage;
		range(200).forEach(() => life.comment(newest));
		await trigger.poll(life.now);
		const news = range(30).map(() => life.comment(newest));
		// Two pages hold thirty, and one more is looked at again.
		expect((await callsOf(stage)).filter((path) => path === '/ig_comments')).toHaveLength(3);
		expect(trigger.brought).toEqual(news);
	});

	it('finds a reply deep in a list, because the number of comments says that there is one', async () => {
		const { account, life, trigger, newest } = scene();
		range(150).forEach(() => life.comment(newest));
		await trigger.poll(life.now);
		const reply = life.comment(newest, { parentId: account.comments[3]?.id ?? '' });
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([reply]);
	});

	it('brings a message that came in the second of the last one', async () => {
		const { life, trigger } = scene();
		life.message('1');
		await trigger.poll(life.now);
		life.now += HOUR;
		const messages = [];
		for (let count = 0; count < 3; count++) {
			messages.push(life.message('1'));
			await trigger.poll(life.now);
		}
		expect(trigger.polls).toEqual([[], ...messages.map((id) => [id])]);
	});

	it('brings a comment that appears late, with an older time than others', async () => {
		const { life, trigger, newest } = scene();
		await life.begin();
		const others = range(20).map(() => life.comment(newest));
		await trigger.poll(life.now);
		const late = life.comment(newest, { ago: 15 * SECOND });
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([...others, late]);
	});
});

describe('after a long time', () => {
	it('brings all that came in between, the oldest first', async () => {
		const { account, life, trigger } = scene();
		await trigger.poll(life.now);
		const news = range(300).map((which) => {
			const post = account.posts[which % 3]?.id ?? '';
			return which % 3 === 0 ? life.message(String(which % 17)) : life.comment(post);
		});
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual(news);
	});

	it('takes several polls for more conversations than one poll reads, none twice', async () => {
		const { life, trigger } = scene();
		await trigger.poll(life.now);
		const news = range(250).map((person) => {
			life.now += SECOND;
			return life.message(String(person));
		});
		for (let polls = 0; polls < 4; polls++) await trigger.poll(life.now);
		expect(Math.max(...trigger.polls.map(({ length }) => length))).toBeLessThanOrEqual(100);
		expect(trigger.brought).toEqual(news);
	});

	it.each([
		['once, before many others', 1, [350]],
		['while hundreds of others write', 9, range(9).map(() => 90)],
	])('keeps what was refused %s', async (_, refusals, others) => {
		const { account, life, trigger } = scene();
		await life.begin();
		account.refused.set('conversation-first', '500');
		const news = [life.message('first')];
		for (let polls = 0; polls < 20; polls++) {
			if (polls === refusals) account.refused.clear();
			for (const person of range(others[polls] ?? 0)) {
				life.now += SECOND;
				news.push(life.message(`${polls}-${person}`));
			}
			await trigger.poll((life.now += MINUTE));
		}
		expect(sortBy(trigger.brought)).toEqual(sortBy(news));
	});

	it('repeats nothing of a conversation that was read late, went on meanwhile and is forgotten', async () => {
		const { account, life, trigger } = scene();
		await life.begin();
		account.refused.set('conversation-first', '500');
		const news = [life.message('first')];
		for (const person of range(350)) {
			life.now += SECOND;
			news.push(life.message(String(person)));
		}
		for (let polls = 0; polls < 9; polls++) {
			if (polls === 1) account.refused.clear();
			let isLate = polls === 3;
			account.beforeCall = (path) => {
				if (!isLate || path !== '/ig_conversation_messages') return;
				isLate = false;
				news.push(life.message('first'));
			};
			await trigger.poll((life.now += MINUTE));
		}
		expect(sortBy(trigger.brought)).toEqual(sortBy(news));
	});

	it('knows only so many conversations, and repeats nothing of the others', async () => {
		const { life, trigger } = scene();
		await trigger.poll(life.now);
		const news = [];
		for (let round = 0; round < 3; round++) {
			for (let person = 0; person < 300; person++) {
				life.now += SECOND;
				news.push(life.message(String(person)));
				if (person % 50 === 0) await trigger.poll(life.now);
			}
			await trigger.poll(life.now);
		}
		expect(trigger.brought).toEqual(news);
		expect(JSON.stringify(trigger.kept).length).toBeLessThan(100_000);
	});
});

describe('a post with many comments', () => {
	it('keeps a bounded memory and repeats nothing', async () => {
		const stage = scene();
		const { life, trigger, newest } = stage;
		const news = [];
		await trigger.poll(life.now);
		for (let polls = 0; polls < 4; polls++) {
			news.push(...range(400).map(() => life.comment(newest)));
			await trigger.poll(life.now);
		}
		for (let polls = 0; polls < 70; polls++) await trigger.poll(life.now);
		expect(trigger.brought).toEqual(news);
		expect(JSON.stringify(trigger.kept).length).toBeLessThan(20_000);
	});

	it('keeps nobody waiting where its number of comments says more than its list holds', async () => {
		const stage = scene({ how: { ...NEWEST_FIRST, pageSize: 2 } });
		const { account, life, trigger, newest, second, oldest } = stage;
		range(60).forEach(() => life.comment(newest));
		await life.begin();
		trigger.hasTimeFor = 12;
		for (let polls = 1; polls < 20; polls++) {
			account.unlisted.set(newest, 40 * polls);
			const news = [second, oldest].map((id) => life.comment(id));
			// Besides: posts, conversations, account, two other posts, and one page looked at again.
			expect((await callsOf(stage)).length).toBeLessThanOrEqual(6 + 6);
			expect(trigger.polls.at(-1)).toEqual(news);
		}
	});

	it('leaves the first pages of other posts their turn', async () => {
		const { account, life, trigger, newest, second, oldest } = scene({
			how: { ...NEWEST_FIRST, pageSize: 2 },
		});
		for (const id of [newest, second, oldest]) {
			range(40).forEach(() => life.comment(id, { ago: DAY }));
		}
		await life.begin();
		for (let polls = 0; polls < 30; polls++) await trigger.poll((life.now += MINUTE));
		for (const id of [newest, second, oldest]) {
			const old = account.comments.find(({ postId }) => postId === id);
			account.comments = account.comments.filter((comment) => comment !== old);
			const comment = life.comment(id);
			for (let polls = 0; polls < 6; polls++) await trigger.poll((life.now += MINUTE));
			expect(trigger.brought.at(-1)).toBe(comment);
		}
	});

	it('brings the newest first where one poll does not read them all', async () => {
		const { life, trigger, newest } = scene();
		await trigger.poll(life.now);
		const news = range(1100).map(() => life.comment(newest));
		for (let polls = 0; polls < 3; polls++) await trigger.poll(life.now);
		expect(trigger.polls.slice(1)).toEqual([
			news.slice(600),
			news.slice(100, 600),
			news.slice(0, 100),
		]);
	});
});

describe('posts that come and go', () => {
	it('nothing on an old post that comes into view is new, until someone comments', async () => {
		const { account, life, trigger, newest, oldest } = scene({ options: { maxPosts: 2 } });
		life.comment(oldest);
		await life.begin();
		life.now += HOUR;
		account.posts = account.posts.filter(({ id }) => id !== newest);
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([]);
		const comment = life.comment(oldest);
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([comment]);
	});

	it('a post that is no longer among the newest is read to the end of what was new in it', async () => {
		const { account, life, trigger, oldest } = scene({ options: { maxPosts: 3 } });
		await life.begin();
		const comment = life.comment(oldest);
		// Enough for both lists and the account.
		account.allowed = { calls: 3, then: 'limit' };
		await trigger.poll((life.now += MINUTE));
		account.allowed = { calls: Infinity, then: 'limit' };
		await life.go('post', 0);
		for (let polls = 0; polls < 3; polls++) await trigger.poll((life.now += MINUTE));
		expect(trigger.brought).toEqual([comment]);
	});

	it('a post that is gone before its news was read is not tried for ever', async () => {
		const stage = scene();
		const { account, life, trigger, oldest } = stage;
		await life.begin();
		life.comment(oldest);
		account.refused.set(oldest, '404');
		await trigger.poll((life.now += MINUTE));
		account.posts.pop();
		for (let polls = 0; polls < 20; polls++) await trigger.poll((life.now += MINUTE));
		for (let polls = 0; polls < 12; polls++) expect(await callsOf(stage)).toHaveLength(2);
	});

	it('a post that is archived and shown again brings nothing twice', async () => {
		const { account, life, trigger, second } = scene();
		await trigger.poll(life.now);
		const before = life.comment(second);
		await trigger.poll(life.now);
		const posts = account.posts;
		account.posts = posts.filter(({ id }) => id !== second);
		await trigger.poll(life.now);
		account.posts = posts;
		const after = life.comment(second);
		for (let polls = 0; polls < 5; polls++) await trigger.poll(life.now);
		expect(trigger.brought).toEqual([before, after]);
	});

	it('only the comments on the chosen posts are read', async () => {
		const stage = scene({ options: { mediaIds: '101' } });
		const { life, trigger } = stage;
		life.comment('100');
		const wanted = life.comment('101');
		await trigger.poll(life.now);
		life.comment('100');
		const comment = life.comment('101');
		expect((await callsOf(stage)).filter((path) => path === '/ig_comments')).toHaveLength(1);
		expect(trigger.brought).toEqual([comment]);
		expect(trigger.brought).not.toContain(wanted);
	});

	it('an ad that is chosen later begins there, in an account without posts', async () => {
		const { account, life, trigger } = scene({ options: { mediaIds: '900' } });
		account.posts = [];
		await life.begin();
		life.comment('901');
		await trigger.poll((life.now += HOUR));
		trigger.options = { mediaIds: '900, 901' };
		await trigger.poll((life.now += HOUR));
		const news = ['900', '901'].map((id) => life.comment(id));
		for (let polls = 0; polls < 4; polls++) await trigger.poll((life.now += MINUTE));
		expect(sortBy(trigger.brought)).toEqual(news);
	});

	it('nothing that came while a post was not chosen is new once it is chosen again', async () => {
		const { life, trigger } = scene({ options: { mediaIds: '101' } });
		life.comment('101');
		await life.begin();
		trigger.options = { mediaIds: '102' };
		await trigger.poll((life.now += HOUR));
		life.comment('101');
		await trigger.poll((life.now += HOUR));
		trigger.options = { mediaIds: '101' };
		await trigger.poll((life.now += HOUR));
		const comment = life.comment('101');
		await trigger.poll((life.now += HOUR));
		expect(trigger.brought).toEqual([comment]);
	});

	it('a post that was not wanted before begins where it is wanted', async () => {
		const { life, trigger, newest } = scene({ options: { mediaIds: '101' } });
		await trigger.poll(life.now);
		life.comment(newest);
		await trigger.poll((life.now += HOUR));
		trigger.options = {};
		const comment = life.comment(newest);
		await trigger.poll((life.now += SECOND));
		expect(trigger.brought).toEqual([comment]);
	});
});

describe('what was kept', () => {
	it.each([null, 'nonsense', { version: 2 }, { version: 1, account: {} }])(
		'begins anew with %j',
		async (kept) => {
			const { life, trigger, newest } = scene();
			life.comment(newest);
			trigger.keep(kept);
			await trigger.poll(life.now);
			const comment = life.comment(newest);
			await trigger.poll(life.now);
			expect(trigger.brought).toEqual([comment]);
		},
	);

	it('is of no use for another account', async () => {
		const { account, life, trigger, newest } = scene();
		await trigger.poll(life.now);
		life.comment(newest);
		account.owner = { id: '17841400000000000', username: 'another_shop' };
		trigger.apiKey = 'sk-other';
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([]);
	});

	it('stays of use with another key for the same account', async () => {
		const { life, trigger, newest } = scene();
		await trigger.poll(life.now);
		const comment = life.comment(newest);
		trigger.apiKey = 'sk-other';
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([comment]);
	});

	it('of an event that is deselected is forgotten', async () => {
		const { life, trigger, newest } = scene();
		await trigger.poll(life.now);
		trigger.events = ['dm_received'];
		life.comment(newest);
		await trigger.poll(life.now);
		trigger.events = ['comment', 'dm_received'];
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([]);
	});
});

describe('a list that is not as described', () => {
	it('a post without a number of comments is read at each poll', async () => {
		const { account, life, trigger, newest } = scene();
		account.tellsCounts = false;
		life.comment(newest);
		await trigger.poll(life.now);
		const comment = life.comment(newest);
		await trigger.poll(life.now);
		await trigger.poll(life.now);
		expect(trigger.polls).toEqual([[], [comment], []]);
	});

	it('a reply deep in the list of a post without a number of comments is found', async () => {
		const { account, life, trigger, newest } = scene({ how: { ...NEWEST_FIRST, pageSize: 2 } });
		account.tellsCounts = false;
		range(7).forEach(() => life.comment(newest, { ago: DAY }));
		await life.begin();
		const reply = life.comment(newest, { parentId: account.comments[0]?.id ?? '' });
		for (let polls = 0; polls < 6; polls++) await trigger.poll((life.now += MINUTE));
		expect(trigger.brought).toEqual([reply]);
	});

	it('a conversation that comes back empty is read again, yet not forever', async () => {
		const stage = scene();
		const { account, life, trigger } = stage;
		await life.begin();
		account.empty.add('/ig_conversation_messages');
		const message = life.message('1');
		await trigger.poll((life.now += MINUTE));
		account.empty.clear();
		await trigger.poll((life.now += MINUTE));
		expect(trigger.brought).toEqual([message]);
		account.empty.add('/ig_conversation_messages');
		life.message('1');
		for (let polls = 0; polls < 6; polls++) await trigger.poll((life.now += MINUTE));
		expect(await callsOf(stage)).toEqual(['/ig_posts', '/ig_conversations']);
	});

	it.each(['nothing new', 'the first of two'])(
		'a conversation that is read before all of its messages are there is read again: %s',
		async (what) => {
			const stage = scene();
			const { account, life, trigger } = stage;
			life.message('1', { ago: DAY });
			await life.begin();
			const news = what === 'nothing new' ? [] : [life.message('1')];
			const readable = [...account.messages];
			news.push(life.message('1'));
			const { messages } = account;
			account.beforeCall = (path) => {
				account.messages = path === '/ig_conversation_messages' ? readable : messages;
			};
			await trigger.poll((life.now += MINUTE));
			account.beforeCall = () => (account.messages = messages);
			await trigger.poll((life.now += MINUTE));
			expect(trigger.brought).toEqual(news);
			expect(await callsOf(stage)).toEqual(['/ig_posts', '/ig_conversations']);
		},
	);

	it('a conversation whose last message was taken back is read again, yet not forever', async () => {
		const stage = scene();
		const { account, life, trigger } = stage;
		await life.begin();
		const message = life.message('1');
		life.message('1');
		const { messages } = account;
		account.beforeCall = (path) => {
			account.messages = messages.slice(0, path === '/ig_conversation_messages' ? 1 : 2);
		};
		for (let polls = 0; polls < 6; polls++) await trigger.poll((life.now += MINUTE));
		expect(trigger.brought).toEqual([message]);
		expect(await callsOf(stage)).toEqual(['/ig_posts', '/ig_conversations']);
	});

	it('a conversation that lists its messages is read when there is another, not for a new link', async () => {
		const stage = scene();
		const { account, life, trigger } = stage;
		account.listsMessages = true;
		life.message('1');
		await trigger.poll(life.now);
		expect(await callsOf(stage)).not.toContain('/ig_conversation_messages');
		const message = life.message('1');
		await trigger.poll(life.now);
		expect(trigger.brought).toEqual([message]);
	});

	it('a page whose cursor Instagram has forgotten is left out', async () => {
		const { account, life, trigger, newest } = scene({ how: { ...NEWEST_FIRST, pageSize: 2 } });
		range(4).forEach(() => life.comment(newest));
		await trigger.poll(life.now);
		await trigger.poll(life.now);
		// The next poll was to continue after the second comment.
		account.comments.splice(2, 1);
		const comment = life.comment(newest);
		for (let polls = 0; polls < 4; polls++) await trigger.poll(life.now);
		expect(trigger.brought).toEqual([comment]);
	});
});
