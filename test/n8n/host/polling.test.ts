import { sortBy, uniq } from 'lodash';

import { isInOrder } from '../../load/polling/report';
import { runScenario } from '../../load/polling/scenario';
import { pollingWorkflow, TRIGGER } from '../../load/polling/workflow';
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
