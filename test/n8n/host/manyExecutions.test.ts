import { range } from 'lodash';

import { busiestSecond, isInOrder, refused } from '../../load/viral/figures';
import { deliver, runPaced } from '../../load/viral/scenario';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();

describe('many executions of one item', () => {
	it('make no more than two calls a second together, in the order of their coming', async () => {
		const { paced, pacedTo } = await runPaced(testbed());

		expect(paced).toHaveLength(40);
		// Both ends of a second count.
		expect(busiestSecond(paced)).toBeLessThanOrEqual(3);
		expect(isInOrder(paced, pacedTo)).toBe(true);
	});

	it('make no call once one was refused by the hour, and say when to come back', async () => {
		const { fakeInstantDm, publish, workflows } = testbed();
		fakeInstantDm.configure({ hourlyLimit: 3, hourSeconds: 86_400, retryAfter: true });
		const reply = action('Reply', {
			...{ resource: 'comment', operation: 'privateReply', commentId: '={{ $json.commentId }}' },
			...{ messageType: 'text', text: 'Hello' },
		});
		const { id, url } = await publish(
			chain('Limited', trigger(), { ...reply, onError: 'continueRegularOutput' }),
		);

		await deliver(testbed(), url, range(1, 5), 1);
		// Calls that are out when the first one is refused can't be held back.
		await workflows.finished(id, 4);
		await deliver(testbed(), url, range(5, 21), 1);
		const executions = await workflows.finished(id, 20);

		const { entries } = fakeInstantDm.ledger;
		expect(entries).toHaveLength(4);
		expect(refused(entries)).toBe(1);
		const items = executions.map(({ runData }) => runData.Reply?.[0]?.data?.main?.[0]?.[0]?.json);
		const handedBack = {
			retryable: true,
			delivery: 'notSent',
			retryAt: expect.any(String) as unknown,
		};
		const unanswered = items.filter((json) => JSON.stringify(json).includes('retryAt'));
		expect(unanswered).toEqual(Array(17).fill(expect.objectContaining(handedBack)));
	});
});
