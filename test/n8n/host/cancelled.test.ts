import { z } from 'zod';

import { commentsFrom } from '../../support/host/commentsFrom';
import { poll } from '../../support/host/poll';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();
const people = ['1001', '1002', '1003', '1004', '1005'];

it('an execution that is stopped while it sends, and then retried, sends to everyone once', async () => {
	const { fakeInstantDm, publish, workflows, rest } = testbed();
	fakeInstantDm.configure({ latency: 1000 });
	const send = action('Send', {
		...{ resource: 'message', operation: 'send', recipientId: '={{ $json.senderId }}' },
		...{ messageType: 'text', text: 'Hello', options: { concurrency: 1 } },
	});
	const { id, url } = await publish(chain('Stopped', trigger(), send));
	await fakeInstantDm.deliver(url, 'comment', commentsFrom(people), { secret: WEBHOOK_SECRET });
	const isSending = () => Promise.resolve(fakeInstantDm.ledger.entries.length >= 2 || undefined);
	await poll('the second message is under way', isSending);
	const [execution] = await workflows.executions(id);

	await rest.call('POST', `/executions/${execution?.id ?? ''}/stop`, z.unknown(), {});
	await workflows.untilIdle(id);
	fakeInstantDm.configure({ latency: 0 });
	await rest.call('POST', `/executions/${execution?.id ?? ''}/retry`, z.unknown(), {
		loadWorkflow: false,
	});
	await workflows.untilIdle(id);

	expect(fakeInstantDm.ledger.reached()).toEqual(people);
});
