import fc from 'fast-check';
import { range, uniq } from 'lodash';

import { Account, type Manner, type Order } from './account';
import { DAY, Life, Trigger, type Happening } from './life';

const manner: fc.Arbitrary<Manner> = fc.record({
	pageSize: fc.integer({ min: 4, max: 25 }),
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
	failure: 1,
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

it('brings each comment and message once, in order, whatever happens in between', async () => {
	await fc.assert(
		fc.asyncProperty(manner, happenings, async (how, all) => {
			const account = new Account(how);
			const trigger = new Trigger(account);
			const life = new Life(account, trigger);
			const before = account.posts.flatMap(({ id }) => range(5).map(() => life.comment(id, DAY)));
			await trigger.poll(life.now);
			for (const [what, which] of all) await life.go(what, which);

			account.failsIn = null;
			const pages = account.posts.length + account.comments.length / how.pageSize;
			for (let polls = 0; polls < 2 * pages + 2; polls++) await trigger.poll(life.now);

			expect(uniq(trigger.brought)).toEqual(trigger.brought);
			const there = [
				...account.comments.map(({ id }) => `comment:${id}`),
				...account.messages.map(({ id }) => `dm_received:${id}`),
			];
			const missing = there.filter((id) => !trigger.brought.includes(id) && !before.includes(id));
			expect(missing).toEqual([]);
			expect(before.filter((id) => trigger.brought.includes(id))).toEqual([]);
		}),
		{ numRuns: 200 },
	);
});
