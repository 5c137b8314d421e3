import { sortBy, uniq } from 'lodash';

import { broughtBy } from '../../load/polling/brought';
import { isInOrder } from '../../load/polling/report';
import { runScenario } from '../../load/polling/scenario';
import { pollingWorkflow, TRIGGER } from '../../load/polling/workflow';
import type { Failure } from '../../support/fakeInstantDm/failure';
import { poll } from '../../support/host/poll';
import { useTestbed } from '../../support/host/useTestbed';
import { withCredential } from '../../support/host/workflowFiles';

const testbed = useTestbed();

it('brings 200 comments and 100 messages once each, over failing polls, a restart and a crash', async () => {
	const { made, brought, polls, ended } = await runScenario(testbed());

	const ids = brought.map(({ eventId }) => eventId);
	expect(sortBy(ids)).toEqual(sortBy(made));
	expect(made).toHaveLength(301);
	expect(isInOrder(brought)).toBe(true);
	expect(uniq(brought.map(({ execution }) => execution)).length).toBeGreaterThan(5);
	expect(ended.error).toBeGreaterThan(0);
	const last = polls.slice(-3);
	expect(last.map((calls) => calls.length)).toEqual([3, 3, 3]);
}, 600_000);

const DAY = 24 * 60 * 60 * 1000;

/** A workflow that polls every three seconds, from `begin` on. */
async function poller() {
	const { fakeInstantDm, workflows, addCredential } = testbed();
	const id = await workflows.create(withCredential(pollingWorkflow(3), await addCredential()));
	const brought = broughtBy(workflows, id);
	const ids = async () => (await brought()).map(({ eventId }) => eventId);
	const polls = () => fakeInstantDm.ledger.of('/ig_posts').length;
	return {
		begin: () => workflows.activate(id),
		ids,
		/** Waits until so many events came out. */
		untilBrought: (count: number) =>
			poll(`${count} events came out`, async () =>
				(await ids()).length >= count ? true : undefined,
			),
		/** Waits for so many more polls. */
		untilPolled: async (count: number) => {
			const before = polls();
			await poll(`${count} polls`, () => Promise.resolve(polls() >= before + count || undefined));
		},
		/** @returns how its executions ended */
		end: async () => {
			await workflows.deactivate(id);
			return uniq((await workflows.executions(id)).map(({ status }) => status));
		},
	};
}

it('lets one post and one conversation that Instagram refuses forever hold up nothing else', async () => {
	const { instagram } = testbed().fakeInstantDm;
	const [refused, other] = [DAY, 2 * DAY].map((ago) =>
		instagram.add('post', { at: Date.now() - ago }),
	);
	for (const personId of ['7', '8']) instagram.add('message', { personId, text: 'Old' });
	const polling = await poller();
	await polling.begin();
	const { id: toFind } = instagram.add('message', { personId: '7', text: 'Hello' });
	await polling.untilBrought(1);
	const { to } = testbed().fakeInstantDm.ledger.of('/ig_conversation_messages').at(-1) ?? {};
	const failure: Failure = { kind: 'instagram', code: 1, status: 500 };
	for (const id of [refused?.id, to ?? undefined]) {
		testbed().fakeInstantDm.fail(failure, { to: id, times: 'always' });
	}
	const made = [`dm_received:${toFind}`];
	for (const round of [1, 2, 3]) {
		instagram.add('comment', { postId: refused?.id ?? '', personId: '7', text: 'Refused' });
		instagram.add('message', { personId: '7', text: `Refused ${round}` });
		const comment = instagram.add('comment', {
			postId: other?.id ?? '',
			personId: '8',
			text: 'Price?',
		});
		const message = instagram.add('message', { personId: '8', text: `Hello ${round}` });
		made.push(`comment:${comment.id}`, `dm_received:${message.id}`);
		await polling.untilBrought(made.length);
	}
	await polling.untilPolled(2);
	expect(await polling.ids()).toEqual(made);
	expect(await polling.end()).toEqual(['success']);
});

it('begins again when the key belongs to another account, and never takes its own words for someone else’s', async () => {
	const { fakeInstantDm: fake } = testbed();
	const comment = (postId: string, personId: string, at = Date.now()) =>
		`comment:${fake.instagram.add('comment', { postId, personId, text: 'Price?', at }).id}`;
	const { id: postId } = fake.instagram.add('post', { at: Date.now() - DAY });
	comment(postId, '7');
	const polling = await poller();
	await polling.begin();
	const first = comment(postId, '7');
	await polling.untilBrought(1);

	fake.reset();
	const account = { id: '17841400000000001', username: 'another_shop' };
	fake.configure({ account });
	const { id: others } = fake.instagram.add('post', { at: Date.now() - DAY });
	for (const ago of [DAY, 60_000, 0]) {
		comment(others, '8', Date.now() - ago);
		comment(others, account.id, Date.now() - ago);
		fake.instagram.add('message', { personId: '8', text: 'Old', at: Date.now() - ago });
		fake.instagram.add('message', { personId: '8', text: 'Own', isOwn: true });
	}
	// The poll that notices lists the posts twice; what comes while it begins counts as old.
	await polling.untilPolled(3);
	comment(others, account.id);
	const second = comment(others, '8');
	await polling.untilBrought(2);
	await polling.untilPolled(2);
	expect(await polling.ids()).toEqual([first, second]);
	expect(await polling.end()).toEqual(['success']);
});

it('brings what a poll found while the workflow was published again, since n8n drops it', async () => {
	const { fakeInstantDm: fake } = testbed();
	const { id: postId } = fake.instagram.add('post', { at: Date.now() - DAY });
	const polling = await poller();
	await polling.begin();
	await polling.untilPolled(2);
	fake.configure({ latency: 1500 });
	const { id } = fake.instagram.add('comment', { postId, personId: '7', text: 'Price?' });
	const reads = () => fake.ledger.of('/ig_comments').length;
	const before = reads();
	await poll('a poll reads the comment', () => Promise.resolve(reads() > before || undefined));
	await polling.end();
	fake.configure({ latency: 0 });
	await polling.begin();
	await polling.untilBrought(1);
	await polling.untilPolled(2);
	expect(await polling.ids()).toEqual([`comment:${id}`]);
	expect(await polling.end()).toEqual(['success']);
});

it('brings nothing that is older than its first poll, although that found empty lists', async () => {
	const { fakeInstantDm: fake } = testbed();
	const { instagram } = fake;
	const { id: postId } = instagram.add('post', { at: Date.now() - DAY });
	for (const ago of [DAY, 60_000, 5000]) {
		const at = Date.now() - ago;
		instagram.add('comment', { postId, personId: '7', text: 'Old', at });
		instagram.add('message', { personId: '7', text: 'Old', at });
	}
	const nothing: Failure = { kind: 'answer', status: 200, body: '{"code":200,"data":[]}' };
	for (const path of ['/ig_posts', '/ig_conversations']) fake.fail(nothing, { path });
	const polling = await poller();
	await polling.begin();
	await polling.untilPolled(2);
	const comment = instagram.add('comment', { postId, personId: '7', text: 'Price?' });
	const message = instagram.add('message', { personId: '7', text: 'Hello' });
	await polling.untilBrought(2);
	await polling.untilPolled(2);
	expect(await polling.ids()).toEqual([`comment:${comment.id}`, `dm_received:${message.id}`]);
	expect(await polling.end()).toEqual(['success']);
});

describe('publishing', () => {
	it.each([
		['a wrong key', { keys: [] }, /API key/i],
		['a plan without the API', { apiInPlan: false }, /plan/],
	])('fails with %s, and says why', async (_, settings, why) => {
		testbed().fakeInstantDm.configure(settings);
		const workflow = withCredential(pollingWorkflow(30), await testbed().addCredential());
		const id = await testbed().workflows.create(workflow);
		await expect(testbed().workflows.activate(id)).rejects.toThrow(why);
		await testbed().workflows.deactivate(id);
	});
});

it('shows the newest comment and the newest message in a manual run', async () => {
	const { fakeInstantDm, workflows } = testbed();
	const { instagram } = fakeInstantDm;
	const { id: postId } = instagram.add('post', {});
	instagram.add('comment', { postId, personId: '7', text: 'First', at: Date.now() - 60_000 });
	const comment = instagram.add('comment', { postId, personId: '7', text: 'Second' });
	const message = instagram.add('message', { personId: '7', text: 'Hello', at: Date.now() + 1000 });
	const workflow = withCredential(pollingWorkflow(30), await testbed().addCredential());
	const id = await workflows.create(workflow);
	const { runData } = await workflows.runManually(id, TRIGGER);
	expect(runData[TRIGGER]?.[0]?.data?.main?.[0]).toMatchObject([
		{ json: { commentId: comment.id } },
		{ json: { messageId: message.id } },
	]);
});
